/** Tests of maps over bases, with bases on a disk that crashes on demand. */
@NullMarked
package io.isolde.store.file.base;

import org.jspecify.annotations.NullMarked;
