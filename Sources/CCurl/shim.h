/* libcurl, and its variadic option functions as typed ones: variadic C functions are not importable. */
#ifndef LIVETOP_CURL_SHIM_H
#define LIVETOP_CURL_SHIM_H
#include <curl/curl.h>
#endif
