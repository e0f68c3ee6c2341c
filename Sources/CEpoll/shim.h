/* epoll, which the Glibc module leaves out, and prctl, whose variadic form is not importable. */
#ifndef LIVETOP_EPOLL_SHIM_H
#define LIVETOP_EPOLL_SHIM_H
#include <sys/epoll.h>
#include <sys/prctl.h>

static inline int set_timer_slack(unsigned long nanoseconds) { return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0); }
#endif
