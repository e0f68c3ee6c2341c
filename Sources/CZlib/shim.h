/* zlib: gzip of a body that is there as a whole, and raw deflate that comes in pieces. What opens a stream is a macro, which Swift
   cannot import. */
#ifndef LIVETOP_ZLIB_SHIM_H
#define LIVETOP_ZLIB_SHIM_H

#include <stddef.h>
#include <zlib.h>

/* How large `count` bytes can become. */
static inline size_t livetop_gzip_bound(size_t count) {
    /* The head and tail of gzip are twelve bytes longer than those that compressBound knows. */
    return compressBound(count) + 12;
}

/* The length of what was written to `packed`; 0 where it does not fit, or where there is no memory. */
static inline size_t livetop_gzip(const unsigned char *bytes, size_t count, unsigned char *packed, size_t room) {
    z_stream stream = {0};
    /* 15 bits of window, and 16 for gzip. */
    if (count > 0x7fffffff || room > 0x7fffffff
        || deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return 0;
    stream.next_in = (unsigned char *)bytes;
    stream.avail_in = (uInt)count;
    stream.next_out = packed;
    stream.avail_out = (uInt)room;
    int result = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    return result == Z_STREAM_END ? length : 0;
}

/* Raw deflate (RFC 1951), read with the largest window, which reads what any smaller one wrote. */
static inline int livetop_inflate_begin(z_stream *stream) {
    return inflateInit2(stream, -15);
}

/* The same, written; for tests. Returns what zlib says. */
static inline int livetop_deflate_begin(z_stream *stream, int level, int window_bits, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, -window_bits, 8, strategy);
}

#endif
