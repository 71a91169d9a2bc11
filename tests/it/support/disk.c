/* A disk that can be full, broken or cut off: laid under a program by LD_PRELOAD, for tests. No program is linked with it.
 *
 * Only files under DISK_FOLDER are meant. What is to go wrong stands in the file DISK_ORDERS, looked at before each write,
 * and may change at any time; a line each:
 *
 *   room BYTES           the folder holds so many bytes in all: what would need more fails with ENOSPC
 *   fail OP ENDING ERRNO   OP is write or sync; ENDING is that of the file's name
 *   kill N               the N-th write or sync of this process is its last: it dies before it, by SIGKILL
 *
 * With DISK_LOG every write, cut and sync is written there as it is done: what a disk would have got, in order.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(type, name, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

static int done;

/* The file's path when it is one of ours; else 0. */
static int ours(int fd, char *path) {
    const char *folder = getenv("DISK_FOLDER");
    char link[64];
    struct stat facts;
    if (!folder || fstat(fd, &facts) || !S_ISREG(facts.st_mode)) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length <= 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static long used(void) {
    const char *folder = getenv("DISK_FOLDER");
    DIR *dir = opendir(folder);
    struct dirent *entry;
    struct stat facts;
    char path[4096];
    long sum = 0;
    while (dir && (entry = readdir(dir))) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (!lstat(path, &facts) && S_ISREG(facts.st_mode)) sum += facts.st_size;
    }
    if (dir) closedir(dir);
    return sum;
}

/* 0, or the errno with which this is to fail; `end` is where the file will end at least. */
static int judge(int fd, const char *path, const char *op, off_t end) {
    const char *orders = getenv("DISK_ORDERS");
    char op_meant[16], ending[64];
    char line[256];
    long number;
    int error = 0;
    int now = __atomic_add_fetch(&done, 1, __ATOMIC_SEQ_CST);
    FILE *file = orders ? fopen(orders, "re") : 0;
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "kill %ld", &number) == 1 && now == number) raise(SIGKILL);
        if (sscanf(line, "room %ld", &number) == 1) {
            struct stat facts;
            fstat(fd, &facts);
            if (end > facts.st_size && used() + (end - facts.st_size) > number) error = ENOSPC;
        }
        if (sscanf(line, "fail %15s %63s %ld", op_meant, ending, &number) == 3 && !strcmp(op, op_meant)) {
            size_t all = strlen(path), tail = strlen(ending);
            if (all >= tail && !strcmp(path + all - tail, ending)) error = (int)number;
        }
    }
    if (file) fclose(file);
    return error;
}

/* OP, path, offset and length, each record with its bytes after it. */
static void note(char op, const char *path, off_t at, const void *bytes, size_t length) {
    const char *log = getenv("DISK_LOG");
    if (!log) return;
    char head[4300];
    int size = snprintf(head, sizeof head, "%c %s\t%lld\t%zu\n", op, path, (long long)at, length);
    int fd = REAL(int, "open", const char *, int, ...)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    char *whole = malloc(size + length);
    memcpy(whole, head, size);
    if (length) memcpy(whole + size, bytes, length);
    if (REAL(ssize_t, "write", int, const void *, size_t)(fd, whole, size + length) < 0) abort();
    free(whole);
    close(fd);
}

static ssize_t write_at(int fd, const void *bytes, size_t length, off_t at, int moves) {
    char path[4096];
    if (ours(fd, path)) {
        off_t from = moves ? lseek(fd, 0, SEEK_CUR) : at;
        int error = judge(fd, path, "write", from + (off_t)length);
        if (error) return errno = error, -1;
        note('w', path, from, bytes, length);
    }
    return moves ? REAL(ssize_t, "write", int, const void *, size_t)(fd, bytes, length)
                 : REAL(ssize_t, "pwrite64", int, const void *, size_t, off_t)(fd, bytes, length, at);
}

ssize_t write(int fd, const void *bytes, size_t length) { return write_at(fd, bytes, length, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return write_at(fd, bytes, length, at, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t at) { return write_at(fd, bytes, length, at, 0); }

static int cut(int fd, off_t length) {
    char path[4096];
    if (ours(fd, path)) {
        int error = judge(fd, path, "write", length);
        if (error) return errno = error, -1;
        note('t', path, length, 0, 0);
    }
    return REAL(int, "ftruncate64", int, off_t)(fd, length);
}

int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off_t length) { return cut(fd, length); }

static int grow(int fd, off_t from, off_t length) {
    char path[4096];
    return ours(fd, path) ? judge(fd, path, "write", from + length) : 0;
}

int fallocate(int fd, int mode, off_t from, off_t length) {
    int error = grow(fd, from, length);
    if (error) return errno = error, -1;
    return REAL(int, "fallocate64", int, int, off_t, off_t)(fd, mode, from, length);
}
int fallocate64(int fd, int mode, off_t from, off_t length) { return fallocate(fd, mode, from, length); }
int posix_fallocate(int fd, off_t from, off_t length) {
    int error = grow(fd, from, length);
    return error ? error : REAL(int, "posix_fallocate64", int, off_t, off_t)(fd, from, length);
}
int posix_fallocate64(int fd, off_t from, off_t length) { return posix_fallocate(fd, from, length); }

static int flush(int fd, const char *name) {
    char path[4096];
    if (ours(fd, path)) {
        int error = judge(fd, path, "sync", 0);
        if (error) return errno = error, -1;
    }
    int result = REAL(int, name, int)(fd);
    if (!result && ours(fd, path)) note('s', path, 0, 0, 0);
    return result;
}

int fsync(int fd) { return flush(fd, "fsync"); }
int fdatasync(int fd) { return flush(fd, "fdatasync"); }
