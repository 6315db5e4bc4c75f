/*
 * Makes system calls fail, for files and directories under one directory. To be preloaded into a
 * JVM. Environment variables say what fails:
 *
 *   FAULT_DIRECTORY  where; nothing happens anywhere else
 *   FAULT_CALL       what: write, force, map (msync), rename, open, unlink, truncate, allocate, read
 *   FAULT_NAME       only paths that contain this; any path if it is empty
 *   FAULT_AT         the number of the first such call that fails, counted from 1
 *   FAULT_TIMES      how many in a row fail; 0 for all from then on
 *   FAULT_ERROR      EIO, ENOSPC, EDQUOT, EMFILE; SHORT: half is written, and the call succeeds
 *   FAULT_DELAY      the milliseconds that pass in the call before it fails
 *   FAULT_DROP       1: a force that fails loses what was written since the last force that
 *                    succeeded, as it may in the kernel
 *   FAULT_REPORT     a file that gets a line for each call that failed
 *
 * The kernel reports a failed force only once. It then considers the pages clean, so a second force
 * succeeds although they never reach the disk. To show at once what a reader would find after the
 * pages have left the cache, FAULT_DROP restores the content of the last successful force: each one
 * keeps the whole file in memory, and zeros stand for what was never forced.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static const char *directory, *call, *name, *report;
static long first, times, delay;
static int error, is_short, drops;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long count;

static const char *text(const char *key) {
  const char *value = getenv(key);
  return value ? value : "";
}

static int error_of(const char *word) {
  if (!strcmp(word, "ENOSPC")) return ENOSPC;
  if (!strcmp(word, "EDQUOT")) return EDQUOT;
  if (!strcmp(word, "EMFILE")) return EMFILE;
  return EIO;
}

__attribute__((constructor)) static void begin(void) {
  directory = text("FAULT_DIRECTORY");
  call = text("FAULT_CALL");
  name = text("FAULT_NAME");
  report = text("FAULT_REPORT");
  first = atol(text("FAULT_AT"));
  times = atol(text("FAULT_TIMES"));
  delay = atol(text("FAULT_DELAY"));
  error = error_of(text("FAULT_ERROR"));
  is_short = !strcmp(text("FAULT_ERROR"), "SHORT");
  drops = atol(text("FAULT_DROP")) != 0;
}

/* The real call, which this library wraps. */
#define REAL(type, symbol, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) *(void **)&real = dlsym(RTLD_NEXT, #symbol)

/* ---- which calls fail ---- */

static int is_under(const char *path) {
  size_t length = strlen(directory);
  return length > 0 && !strncmp(path, directory, length)
      && (path[length] == '/' || path[length] == 0 || path[length] == ' ');
}

static void tell(const char *path) {
  char line[PATH_MAX + 64];
  int length = snprintf(line, sizeof line, "%s %ld %s\n", call, count, path);
  int fd = syscall(SYS_openat, AT_FDCWD, report, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd >= 0) {
    syscall(SYS_write, fd, line, length);
    syscall(SYS_close, fd);
  }
}

/* Counts the call; returns whether it is to fail. */
static int fails(const char *kind, const char *path) {
  if (strcmp(kind, call) || !is_under(path) || !strstr(path, name)) return 0;
  pthread_mutex_lock(&lock);
  count++;
  int result = count >= first && (times == 0 || count < first + times);
  if (result) tell(path);
  pthread_mutex_unlock(&lock);
  return result;
}

static int fail(void) {
  struct timespec left = {delay / 1000, delay % 1000 * 1000000};
  while (nanosleep(&left, &left) && errno == EINTR) {}
  errno = error;
  return -1;
}

/* The path of an open file; empty if it has none. */
static const char *path_of(int fd, char *buffer) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, buffer, PATH_MAX - 1);
  buffer[length < 0 ? 0 : length] = 0;
  return buffer;
}

static int fails_fd(const char *kind, int fd) {
  if (strcmp(kind, call)) return 0;
  int saved = errno;
  char buffer[PATH_MAX];
  int result = fails(kind, path_of(fd, buffer));
  errno = saved;
  return result;
}

/* For a path that is absolute, or relative to the working directory or an open directory. */
static int fails_path(const char *kind, int at, const char *path) {
  if (strcmp(kind, call)) return 0;
  if (path[0] == '/') return fails(kind, path);
  char whole[2 * PATH_MAX], base[PATH_MAX];
  if (at == AT_FDCWD) {
    if (!getcwd(base, sizeof base)) return 0;
  } else {
    path_of(at, base);
  }
  snprintf(whole, sizeof whole, "%s/%s", base, path);
  return fails(kind, whole);
}

/* ---- what the last successful force has kept ---- */

struct shadow {
  dev_t device;
  ino_t inode;
  off_t length;
  char *bytes;
  struct shadow *next;
};

static pthread_mutex_t shadow_lock = PTHREAD_MUTEX_INITIALIZER;
static struct shadow *shadows;

static struct shadow *shadow_of(const struct stat *file) {
  struct shadow *found = shadows;
  while (found && (found->device != file->st_dev || found->inode != file->st_ino))
    found = found->next;
  return found;
}

static void keep(int fd, const struct stat *file) {
  struct shadow *kept = shadow_of(file);
  if (!kept) {
    kept = calloc(1, sizeof *kept);
    kept->device = file->st_dev;
    kept->inode = file->st_ino;
    kept->next = shadows;
    shadows = kept;
  }
  kept->length = file->st_size;
  kept->bytes = realloc(kept->bytes, file->st_size + 1);
  syscall(SYS_pread64, fd, kept->bytes, file->st_size, 0);
}

static void restore(int fd, const struct stat *file) {
  struct shadow *kept = shadow_of(file);
  char *bytes = calloc(1, file->st_size + 1);
  if (kept) memcpy(bytes, kept->bytes, kept->length < file->st_size ? kept->length : file->st_size);
  syscall(SYS_pwrite64, fd, bytes, file->st_size, 0);
  free(bytes);
}

/* Called after a force; keeps or restores the content of a file under the directory. */
static void forced(int fd, int failed) {
  char buffer[PATH_MAX];
  struct stat file;
  int saved = errno;
  if (drops && is_under(path_of(fd, buffer)) && !fstat(fd, &file) && S_ISREG(file.st_mode)) {
    pthread_mutex_lock(&shadow_lock);
    (failed ? restore : keep)(fd, &file);
    pthread_mutex_unlock(&shadow_lock);
  }
  errno = saved;
}

/* ---- the calls ---- */

#define HALF(size) (is_short && (size) > 1 ? (size) / 2 : (size))

#define PWRITE(symbol, offset_type) \
  ssize_t symbol(int fd, const void *bytes, size_t size, offset_type offset) { \
    REAL(ssize_t, symbol, int, const void *, size_t, offset_type); \
    if (!fails_fd("write", fd)) return real(fd, bytes, size, offset); \
    if (!is_short) return fail(); \
    return real(fd, bytes, HALF(size), offset); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t size) {
  REAL(ssize_t, write, int, const void *, size_t);
  if (!fails_fd("write", fd)) return real(fd, bytes, size);
  if (!is_short) return fail();
  return real(fd, bytes, HALF(size));
}

ssize_t writev(int fd, const struct iovec *parts, int size) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  if (!fails_fd("write", fd)) return real(fd, parts, size);
  if (!is_short) return fail();
  return real(fd, parts, 1);
}

#define PREAD(symbol, offset_type) \
  ssize_t symbol(int fd, void *bytes, size_t size, offset_type offset) { \
    REAL(ssize_t, symbol, int, void *, size_t, offset_type); \
    if (!fails_fd("read", fd)) return real(fd, bytes, size, offset); \
    if (!is_short) return fail(); \
    return real(fd, bytes, HALF(size), offset); \
  }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define FORCE(symbol) \
  int symbol(int fd) { \
    REAL(int, symbol, int); \
    if (fails_fd("force", fd)) { \
      forced(fd, 1); \
      return fail(); \
    } \
    int result = real(fd); \
    if (!result) forced(fd, 0); \
    return result; \
  }
FORCE(fsync)
FORCE(fdatasync)

/* The file that the pages belong to is unknown, so every call counts. */
int msync(void *start, size_t length, int flags) {
  REAL(int, msync, void *, size_t, int);
  if (fails("map", directory)) return fail();
  return real(start, length, flags);
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  if (fails_path("rename", AT_FDCWD, to)) return fail();
  return real(from, to);
}

int renameat(int from_at, const char *from, int to_at, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  if (fails_path("rename", to_at, to)) return fail();
  return real(from_at, from, to_at, to);
}

int link(const char *from, const char *to) {
  REAL(int, link, const char *, const char *);
  if (fails_path("rename", AT_FDCWD, to)) return fail();
  return real(from, to);
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  if (fails_path("unlink", AT_FDCWD, path)) return fail();
  return real(path);
}

int unlinkat(int at, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  if (fails_path("unlink", at, path)) return fail();
  return real(at, path, flags);
}

static int mode_of(int flags, va_list arguments) {
  return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, int) : 0;
}

#define OPEN(symbol) \
  int symbol(const char *path, int flags, ...) { \
    REAL(int, symbol, const char *, int, ...); \
    va_list arguments; \
    va_start(arguments, flags); \
    int mode = mode_of(flags, arguments); \
    va_end(arguments); \
    if (fails_path("open", AT_FDCWD, path)) return fail(); \
    return real(path, flags, mode); \
  }
OPEN(open)
OPEN(open64)

#define OPENAT(symbol) \
  int symbol(int at, const char *path, int flags, ...) { \
    REAL(int, symbol, int, const char *, int, ...); \
    va_list arguments; \
    va_start(arguments, flags); \
    int mode = mode_of(flags, arguments); \
    va_end(arguments); \
    if (fails_path("open", at, path)) return fail(); \
    return real(at, path, flags, mode); \
  }
OPENAT(openat)
OPENAT(openat64)

#define TRUNCATE(symbol, offset_type) \
  int symbol(int fd, offset_type length) { \
    REAL(int, symbol, int, offset_type); \
    if (fails_fd("truncate", fd)) return fail(); \
    return real(fd, length); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define ALLOCATE(symbol, offset_type) \
  int symbol(int fd, int mode, offset_type offset, offset_type length) { \
    REAL(int, symbol, int, int, offset_type, offset_type); \
    if (fails_fd("allocate", fd)) return fail(); \
    return real(fd, mode, offset, length); \
  }
ALLOCATE(fallocate, off_t)
ALLOCATE(fallocate64, off64_t)

/* These calls return the error instead of setting errno. */
#define POSIX_ALLOCATE(symbol, offset_type) \
  int symbol(int fd, offset_type offset, offset_type length) { \
    REAL(int, symbol, int, offset_type, offset_type); \
    return fails_fd("allocate", fd) ? fail(), error : real(fd, offset, length); \
  }
POSIX_ALLOCATE(posix_fallocate, off_t)
POSIX_ALLOCATE(posix_fallocate64, off64_t)
