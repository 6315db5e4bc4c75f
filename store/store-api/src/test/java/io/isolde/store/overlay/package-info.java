/** Tests of maps over bases, with bases on a disk that crashes on demand. */
@NullMarked
package io.isolde.store.overlay;

import org.jspecify.annotations.NullMarked;
