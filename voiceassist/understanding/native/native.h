/* What the functions for `native` have in common: arrays are row by row, without gaps; counts and indices are int64_t. */

#if defined(_WIN32)
#define API __declspec(dllexport)
#else
#define API __attribute__((visibility("default")))
#endif

static inline float lesser(float a, float b) { return a < b ? a : b; }
