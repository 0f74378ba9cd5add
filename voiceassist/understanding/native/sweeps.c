/* Least costs, swept through networks: what is computed is said where NumPy computes the same.
 *
 * Every sum and every minimum is taken in the order in which NumPy takes it, so that the numbers are the same to the
 * last bit.
 */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "native.h"

/* forward._Lists.least: least (N, K) of prices (L, K) over the labels of each list. */
API void least_of_lists(int64_t lists, int64_t width, const int64_t *starts, const int64_t *labels,
                        const float *prices, float *least)
{
    for (int64_t list = 0; list < lists; list++, least += width) {
        memcpy(least, prices + labels[starts[list]] * width, width * sizeof(float));
        for (int64_t i = starts[list] + 1; i < starts[list + 1]; i++) {
            const float *price = prices + labels[i] * width;
            for (int64_t k = 0; k < width; k++)
                least[k] = lesser(least[k], price[k]);
        }
    }
}

/* forward._Layers.filled: the rows of table (S, W) from state `first` on.  Row t is the least over the ways
 * into[t]:into[t + 1]; columns (W,) says of which of its first C columns each column is a copy, and so, from C on,
 * what each beginning is without its last word. */
API void sweep_words(int64_t first, int64_t states, int64_t width, int64_t count, const int64_t *into,
                     const int64_t *source, const int64_t *listed, const uint8_t *wild, const float *prices,
                     const int64_t *columns, const float *spent, const float *inserted, float any_words,
                     float *before, float *reached, float *table)
{
    const int64_t *older = columns + count;
    for (int64_t state = first; state < states; state++) {
        for (int64_t k = 0; k < width; k++)
            reached[k] = INFINITY;
        for (int64_t way = into[state]; way < into[state + 1]; way++) {
            const float *row = table + source[way] * width, *price = prices + listed[way] * width;
            if (!wild[listed[way]]) {
                for (int64_t k = 0; k < width; k++)
                    reached[k] = lesser(row[k] + price[k], reached[k]);
                continue;
            }
            before[0] = row[0] + inserted[0] - spent[0];
            for (int64_t c = 1; c < count; c++) {
                before[c] = lesser(row[c] + inserted[c] - spent[c], before[older[c]]);
                reached[c] = lesser(before[older[c]] + spent[c] + any_words - inserted[c], reached[c]);
            }
        }
        for (int64_t back = count; back < width; back += count)
            for (int64_t c = 0; c < count; c++)
                reached[c] = lesser(reached[back + c], reached[c]);
        for (int64_t c = 1; c < count; c++)
            reached[c] = lesser(reached[older[c]], reached[c]);
        for (int64_t k = 0; k < width; k++)
            table[state * width + k] = reached[columns[k]];
    }
}

/* phone_sweep._Layers.fill: states (S, P + 1, H) and the end of each row (R, P + 1, H), in an `order` of the rows in which
 * all that lead to a state come before those that lead on. */
API void sweep_phones(int64_t rows, int64_t positions, int64_t heard, const int64_t *order, const int64_t *source,
                      const int64_t *target, const int64_t *starts, const int64_t *phones, const float *replace,
                      const float *left_out, float *before, float *states, float *ends)
{
    const int64_t width = positions * heard, moves = width - heard;
    for (int64_t i = 0; i < rows; i++) {
        float *row = ends + order[i] * width, *best = states + target[order[i]] * width;
        memcpy(row, states + source[order[i]] * width, width * sizeof(float));
        for (int64_t k = starts[order[i]]; k < starts[order[i] + 1]; k++) {
            const float lost = left_out[phones[k]], *moved = replace + phones[k] * moves;
            for (int64_t h = 0; h < heard; h++) {
                before[h] = row[h];
                row[h] += lost;
            }
            for (int64_t j = heard; j < width; j += heard)
                for (int64_t h = 0; h < heard; h++) {
                    const float here = row[j + h];
                    row[j + h] = lesser(lesser(moved[j - heard + h] + before[h], here + lost), row[j - heard + h]);
                    before[h] = here;
                }
        }
        for (int64_t k = 0; k < width; k++)
            best[k] = lesser(row[k], best[k]);
    }
}

/* phonetic.distances: apart (N, H). */
API void phone_distances(int64_t rows, int64_t heard, const int64_t *starts, const int64_t *phones,
                         const float *weights, const int64_t *heard_starts, const int64_t *heard_phones,
                         const float *heard_weights, const float *replace, int64_t kinds, const float *left_out,
                         float broken_off, float rounding, float *row, float *apart)
{
    for (int64_t h = 0; h < heard; h++) {
        const int64_t *said = heard_phones + heard_starts[h], length = heard_starts[h + 1] - heard_starts[h];
        for (int64_t n = 0; n < rows; n++) {
            float missing = weights[n], least = lesser(missing, broken_off);
            memset(row, 0, (length + 1) * sizeof(float));
            for (int64_t k = starts[n]; k < starts[n + 1]; k++) {
                const float lost = left_out[phones[k]];
                float before = row[0];
                row[0] += lost;
                for (int64_t j = 1; j <= length; j++) {
                    const float here = row[j];
                    row[j] = lesser(lesser(replace[said[j - 1] * kinds + phones[k]] + before, here + lost), row[j - 1]);
                    before = here;
                }
                missing -= lost;
                least = lesser(row[length] + (missing < rounding ? 0.0f : lesser(missing, broken_off)), least);
            }
            apart[n * heard + h] = least + heard_weights[h];
        }
    }
}
