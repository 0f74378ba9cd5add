/* A* from the end of the last word to the beginning of the first, as backward._Opening does it in Python.
 *
 * A cell is a pass, a state and a position in one number; a node is a cell and the meaning of what follows it, a list
 * of parts, of which equal ones are one.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "native.h"

enum { START = 0, ANY_WORDS = 1 };
enum { DONE = 0, FOUND = 1, PAUSED = 2, NO_MEMORY = -1 };

/* The graph and the prices; backward._Loops fills it in. */
typedef struct {
    int64_t states, width, passes, blocks, parts;
    const int64_t *into, *source, *label;
    const int64_t *says_start, *says, *says_middle; /* what a wildcard took is said before says_middle */
    const float *deletion, *substitution, *joined;  /* joined: NULL where no two words may be one */
    const double *insertion, *priors;
    const uint8_t *joins;
    const float *const *tables;
    double next_sentence, any_words, any_word, bound;
} problem;

typedef struct {
    double total, spent;
    int64_t tie, cell;
    int32_t rest, end, trail;
} node;

typedef struct {
    int32_t first, rest;
} pair;

/* Growing arrays, of which the last two are looked up by what they hold. */
typedef struct {
    problem its;
    node *heap;
    pair *trails, *lists;
    int64_t *seen;
    int32_t *numbers;
    int64_t open, open_room, trail_count, trail_room, list_count, list_room, number_room, seen_count, seen_room;
    int64_t tie, opened;
    int failed;
    int64_t *written, written_room;
} search;

/* A complete reading: how many nodes were opened until it was found, its cost, and the numbers of its parts and then of
 * what it says, a label or -1 less the positions that a wildcard took. */
typedef struct {
    int64_t opened, parts, said;
    double spent;
    const int64_t *numbers;
} reading;

/* `array` with room for so many; NULL where there is no memory, and then it is as it was. */
static void *grown(search *s, void *array, int64_t *room, int64_t needed, size_t size)
{
    if (needed <= *room)
        return array;
    int64_t more = *room ? 2 * *room : 256;
    void *moved = realloc(array, more * size);
    if (moved)
        *room = more;
    else
        s->failed = 1;
    return moved;
}

static uint64_t mixed(uint64_t key)
{
    key = (key ^ (key >> 31)) * 0x9E3779B97F4A7C15u;
    return key ^ (key >> 29);
}

/* The number of the list that begins with `part` and goes on with `rest`. */
static int32_t with(search *s, int64_t part, int32_t rest)
{
    if (2 * s->list_count >= s->number_room) {
        int64_t room = s->number_room ? 2 * s->number_room : 1024;
        int32_t *numbers = calloc(room, sizeof *numbers);
        if (!numbers) {
            s->failed = 1;
            return 0;
        }
        for (int32_t n = 1; n < s->list_count; n++) {
            uint64_t at = mixed((uint64_t)s->lists[n].first << 32 | (uint32_t)s->lists[n].rest);
            while (numbers[at & (room - 1)])
                at++;
            numbers[at & (room - 1)] = n;
        }
        free(s->numbers);
        s->numbers = numbers;
        s->number_room = room;
    }
    uint64_t at = mixed((uint64_t)part << 32 | (uint32_t)rest);
    for (int32_t n; (n = s->numbers[at & (s->number_room - 1)]); at++)
        if (s->lists[n].first == part && s->lists[n].rest == rest)
            return n;
    pair *lists = grown(s, s->lists, &s->list_room, s->list_count + 1, sizeof *lists);
    if (!lists)
        return 0;
    s->lists = lists;
    s->lists[s->list_count] = (pair){(int32_t)part, rest};
    s->numbers[at & (s->number_room - 1)] = (int32_t)s->list_count;
    return (int32_t)s->list_count++;
}

/* Whether the node was opened before; from now on it was. */
static int seen(search *s, int64_t cell, int32_t rest)
{
    if (2 * s->seen_count >= s->seen_room) {
        int64_t room = s->seen_room ? 2 * s->seen_room : 1024, *keys = calloc(room, sizeof *keys);
        if (!keys) {
            s->failed = 1;
            return 1;
        }
        for (int64_t i = 0; i < s->seen_room; i++)
            if (s->seen[i]) {
                uint64_t at = mixed(s->seen[i]);
                while (keys[at & (room - 1)])
                    at++;
                keys[at & (room - 1)] = s->seen[i];
            }
        free(s->seen);
        s->seen = keys;
        s->seen_room = room;
    }
    int64_t key = cell << 32 | (uint32_t)(rest + 1);
    uint64_t at = mixed(key);
    for (; s->seen[at & (s->seen_room - 1)]; at++)
        if (s->seen[at & (s->seen_room - 1)] == key)
            return 1;
    s->seen[at & (s->seen_room - 1)] = key;
    s->seen_count++;
    return 0;
}

static int before(const node *a, const node *b)
{
    return a->total < b->total || (a->total == b->total && a->tie < b->tie);
}

/* Newest first among equals: follow one path down before opening its twins. */
static void push(search *s, double total, double spent, int64_t cell, int32_t rest, int32_t end, int32_t trail)
{
    node *heap = grown(s, s->heap, &s->open_room, s->open + 1, sizeof *heap);
    if (!heap)
        return;
    s->heap = heap;
    node new = {total, spent, --s->tie, cell, rest, end, trail};
    int64_t at = s->open++;
    for (; at && before(&new, &s->heap[(at - 1) / 2]); at = (at - 1) / 2)
        s->heap[at] = s->heap[(at - 1) / 2];
    s->heap[at] = new;
}

static node pop(search *s)
{
    node top = s->heap[0], last = s->heap[--s->open];
    int64_t at = 0, next;
    while ((next = 2 * at + 1) < s->open) {
        next += next + 1 < s->open && before(&s->heap[next + 1], &s->heap[next]);
        if (!before(&s->heap[next], &last))
            break;
        s->heap[at] = s->heap[next];
        at = next;
    }
    s->heap[at] = last;
    return top;
}

static void push_cell(search *s, int64_t pass, int64_t state, int64_t position, int32_t rest, double spent,
                      int64_t end, int32_t trail)
{
    const problem *its = &s->its;
    double total = spent + its->tables[pass][state * its->width + position];
    if (total <= its->bound)
        push(s, total, spent, (pass * its->states + state) * its->width + position, rest, (int32_t)end, trail);
}

static void open_start(search *s, const node *now, int64_t pass, int64_t position)
{
    const problem *its = &s->its;
    if (position)
        push_cell(s, pass, START, position - 1, now->rest, now->spent + its->insertion[position], position, now->trail);
    for (int64_t end = position; pass; end--) {
        push_cell(s, pass - 1, its->states - 1, end, now->rest, now->spent + its->next_sentence, end, now->trail);
        if (end <= 1 || !its->joins[end])
            break;
    }
}

static void open_entry(search *s, const node *now, int64_t pass, int64_t state, int64_t position)
{
    const problem *its = &s->its;
    if (position)
        push_cell(s, pass, state, position - 1, now->rest, now->spent + its->insertion[position], now->end, now->trail);
    int64_t block = state - 1, width = its->width;
    int32_t here = with(s, its->parts + width * width + (block * width + position) * width + now->end, now->rest);
    push_cell(s, pass, START, position, here, now->spent + its->priors[block], position, now->trail);
}

/* One way from `now`: an arc that read the words behind `origin`, or with arc -1 a word that no arc read. */
static void go(search *s, const node *now, int64_t pass, int64_t arc, int64_t state, int64_t origin, int64_t position,
               double price)
{
    const problem *its = &s->its;
    double best = its->tables[pass][state * its->width + origin];
    if (!(price + best <= its->bound - now->spent))
        return;
    int32_t rest = now->rest, trail = now->trail;
    if (arc >= 0) {
        int wild = its->label[arc] == ANY_WORDS;
        int64_t taken = origin * its->width + position;
        for (int64_t i = its->says_start[arc]; i <= its->says_start[arc + 1]; i++) {
            if (wild && i == its->says_middle[arc])
                rest = with(s, its->parts + taken, rest);
            if (i < its->says_start[arc + 1])
                rest = with(s, its->says[i], rest);
        }
        if (its->label[arc]) {
            pair *trails = grown(s, s->trails, &s->trail_room, s->trail_count + 1, sizeof *trails);
            if (!trails)
                return;
            s->trails = trails;
            s->trails[s->trail_count] = (pair){wild ? -1 - (int32_t)taken : (int32_t)its->label[arc], trail};
            trail = (int32_t)s->trail_count++;
        }
    }
    double cost = now->spent + price;
    push(s, cost + best, cost, (pass * its->states + state) * its->width + origin, rest, now->end, trail);
}

static void open_inside(search *s, const node *now, int64_t pass, int64_t state, int64_t position)
{
    const problem *its = &s->its;
    const int64_t low = its->into[state], high = its->into[state + 1], width = its->width;
    if (position)
        go(s, now, pass, -1, state, position - 1, position, its->insertion[position]);
    for (int64_t words = 0; words <= (its->joined ? 2 : 1) && words <= position; words++) {
        const float *prices = words == 0 ? its->deletion : words == 1 ? its->substitution : its->joined;
        for (int64_t arc = low; arc < high; arc++)
            if (its->label[arc] != ANY_WORDS) {
                int64_t at = words ? its->label[arc] * width + position : its->label[arc];
                go(s, now, pass, arc, its->source[arc], position - words, position, prices[at]);
            }
    }
    for (int64_t arc = low; arc < high; arc++)
        if (its->label[arc] == ANY_WORDS)
            for (int64_t origin = 0; origin < position; origin++)
                go(s, now, pass, arc, its->source[arc], origin, position,
                   its->any_words + its->any_word * (double)(position - origin));
}

API void readings_end(search *s)
{
    if (s) {
        free(s->heap);
        free(s->trails);
        free(s->lists);
        free(s->seen);
        free(s->numbers);
        free(s->written);
        free(s);
    }
}

/* NULL where there is no memory. */
API search *readings_begin(const problem *its)
{
    search *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->its = *its;
    s->list_count = s->trail_count = 1; /* number 0 is nothing */
    s->lists = grown(s, NULL, &s->list_room, 1, sizeof *s->lists);
    s->trails = grown(s, NULL, &s->trail_room, 1, sizeof *s->trails);
    if (s->failed) {
        readings_end(s);
        return NULL;
    }
    for (int64_t pass = 0; pass < its->passes; pass++)
        push_cell(s, pass, its->states - 1, its->width - 1, 0, 0.0, its->width - 1, 0);
    return s;
}

/* What the numbers of a list or a trail are, one after the other. */
static int64_t written(search *s, const pair *pairs, int32_t from, int64_t at)
{
    for (; from; from = pairs[from].rest, at++) {
        int64_t *written = grown(s, s->written, &s->written_room, at + 1, sizeof *written);
        if (!written)
            return at;
        s->written = written;
        s->written[at] = pairs[from].first;
    }
    return at;
}

static int complete(search *s, const node *last, reading *found)
{
    found->opened = s->opened;
    found->spent = last->spent;
    found->parts = written(s, s->lists, last->rest, 0);
    found->said = written(s, s->trails, last->trail, found->parts) - found->parts;
    found->numbers = s->written;
    return s->failed ? NO_MEMORY : FOUND;
}

/* Open nodes until a reading is complete, which `found` then is until the next call, or `most` were opened. */
API int readings_next(search *s, int64_t most, reading *found)
{
    const problem *its = &s->its;
    while (s->open && !s->failed) {
        if (s->opened >= most)
            return PAUSED;
        node now = pop(s);
        s->opened++;
        if (seen(s, now.cell, now.rest))
            continue;
        if (now.cell == 0)
            return complete(s, &now, found);
        int64_t level = now.cell / its->width, position = now.cell % its->width;
        int64_t pass = level / its->states, state = level % its->states;
        if (state == START)
            open_start(s, &now, pass, position);
        else if (state <= its->blocks)
            open_entry(s, &now, pass, state, position);
        else
            open_inside(s, &now, pass, state, position);
    }
    return s->failed ? NO_MEMORY : DONE;
}

/* The digest of the files that this was compiled from. */
API const char *native_digest(void) { return DIGEST; }
