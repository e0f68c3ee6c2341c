// A disk that can be made slow or broken from outside: loaded before the C library, it looks into the file CHAOS_DISK, which
// holds two numbers: the milliseconds that each write and sync of a database takes longer, and the error with which all of them
// fail (0 for none).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static const volatile long *trouble;
static ssize_t (*write_at)(int, const void *, size_t, off64_t);
static int (*sync_data)(int);

__attribute__((constructor)) static void begin(void) {
    write_at = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    sync_data = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    const char *name = getenv("CHAOS_DISK");
    int file = name ? open(name, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *page = mmap(NULL, 2 * sizeof *trouble, PROT_READ, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) trouble = page;
    close(file);
}

static int is_database(int file) {
    char link[32], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, "/livetop.db") != NULL;
}

// 0 where the call may go on.
static int hold(int file) {
    if (!trouble || (trouble[0] == 0 && trouble[1] == 0) || !is_database(file)) return 0;
    struct timespec pause = {trouble[0] / 1000, trouble[0] % 1000 * 1000000};
    nanosleep(&pause, NULL);
    if (trouble[1] == 0) return 0;
    errno = (int)trouble[1];
    return -1;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
    return hold(file) ? -1 : write_at(file, bytes, count, offset);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) { return pwrite64(file, bytes, count, offset); }

int fdatasync(int file) { return hold(file) ? -1 : sync_data(file); }

int fsync(int file) { return fdatasync(file); }
