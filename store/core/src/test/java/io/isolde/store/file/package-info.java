/** Tests of durable stores in files. */
@NullMarked
package io.isolde.store.file;

import org.jspecify.annotations.NullMarked;
