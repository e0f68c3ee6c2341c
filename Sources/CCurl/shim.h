/* libcurl, and its variadic option functions as typed ones: variadic C functions are not importable into Swift. */
#ifndef LIVETOP_CURL_SHIM_H
#define LIVETOP_CURL_SHIM_H

#include <curl/curl.h>

/* The parentheses round the names below keep curl's type-checking macros of the same names out of the way. */

static inline CURLcode livetop_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* libcurl copies the string. */
static inline CURLcode livetop_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* libcurl keeps the pointer: what it points to must outlive the handle. */
static inline CURLcode livetop_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

typedef int (*livetop_curl_progress_callback)(
    void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up);

/* Asked at least once a second; anything but 0 ends the transfer. */
static inline CURLcode livetop_curl_set_progress_callback(CURL *handle, livetop_curl_progress_callback callback) {
    return (curl_easy_setopt)(handle, CURLOPT_XFERINFOFUNCTION, callback);
}

static inline CURLcode livetop_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

typedef size_t (*livetop_curl_write_callback)(char *bytes, size_t one, size_t count, void *context);

static inline CURLcode livetop_curl_set_write_callback(CURL *handle, livetop_curl_write_callback callback) {
    return (curl_easy_setopt)(handle, CURLOPT_WRITEFUNCTION, callback);
}

/* Called once for each line of the answer's head. */
static inline CURLcode livetop_curl_set_header_callback(CURL *handle, livetop_curl_write_callback callback) {
    return (curl_easy_setopt)(handle, CURLOPT_HEADERFUNCTION, callback);
}

/* libcurl keeps the pointer: the bytes must outlive the request. */
static inline CURLcode livetop_curl_set_body(CURL *handle, const void *bytes, long long count) {
    CURLcode code = (curl_easy_setopt)(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : (curl_easy_setopt)(handle, CURLOPT_POSTFIELDS, bytes);
}

/* libcurl keeps the list: it must outlive the handle. */
static inline CURLcode livetop_curl_set_headers(CURL *handle, struct curl_slist *list) {
    return (curl_easy_setopt)(handle, CURLOPT_HTTPHEADER, list);
}

static inline CURLcode livetop_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

static inline CURLcode livetop_curl_get_double(CURL *handle, CURLINFO info, double *value) {
    return (curl_easy_getinfo)(handle, info, value);
}

/* The string belongs to the handle. */
static inline CURLcode livetop_curl_get_string(CURL *handle, CURLINFO info, const char **value) {
    return (curl_easy_getinfo)(handle, info, value);
}

#endif
