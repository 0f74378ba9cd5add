/* The paths that the tables of `sweep_phones` came from, as phone_back._Steps follows them with NumPy. */

#include <stdint.h>
#include <string.h>

#include "native.h"

/* The network, the tables and room for what is found; phone_back._Loops fills it in. */
typedef struct {
    int64_t begin, positions, heard;
    const int64_t *into, *by_end, *source, *starts, *phones;
    const float *replace, *left_out; /* replace (39, P, H) */
    const float *states, *ends;      /* (S, P + 1, H) and (R, P + 1, H) */
    float *price;                    /* (P + 1,) */
    int64_t *rows;                   /* (S,) */
} phone_paths;

/* Where the word of `row`, which ends at `position`, begins. */
static int64_t word_begins(const phone_paths *its, int64_t number, int64_t row, int64_t position)
{
    const int64_t heard = its->heard;
    float *price = its->price;
    memset(price, 0, (position + 1) * sizeof(float));
    for (int64_t k = its->starts[row + 1]; k-- > its->starts[row];) {
        const float lost = its->left_out[its->phones[k]];
        const float *moved = its->replace + its->phones[k] * (its->positions - 1) * heard + number;
        for (int64_t j = 0; j < position; j++)
            price[j] = lesser(price[j] + lost, price[j + 1] + moved[j * heard]);
        price[position] += lost;
        for (int64_t j = position; j-- > 0;)
            price[j] = lesser(price[j], price[j + 1]);
    }
    const float *begun = its->states + its->source[row] * its->positions * heard + number;
    int64_t best = 0;
    for (int64_t j = 1; j <= position; j++)
        if (begun[j * heard] + price[j] < begun[best * heard] + price[best])
            best = j;
    return best;
}

/* The rows of the best path to `state` at `position`, the last one first, or with a row of 0 or more those before it:
 * how many there are. */
API int64_t phone_path(const phone_paths *its, int64_t number, int64_t row, int64_t state, int64_t position)
{
    int64_t count = 0;
    if (row >= 0) {
        position = word_begins(its, number, row, position);
        state = its->source[row];
    }
    while (state != its->begin) {
        const float *ends = its->ends + position * its->heard + number;
        const int64_t width = its->positions * its->heard;
        int64_t best = its->by_end[its->into[state]];
        for (int64_t i = its->into[state] + 1; i < its->into[state + 1]; i++)
            if (ends[its->by_end[i] * width] < ends[best * width])
                best = its->by_end[i];
        its->rows[count++] = best;
        position = word_begins(its, number, best, position);
        state = its->source[best];
    }
    return count;
}
