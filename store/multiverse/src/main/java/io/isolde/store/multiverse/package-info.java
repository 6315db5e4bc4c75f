/**
 * The backend {@code multiverse:}, whose state is kept in refs of Multiverse 0.7, and whose
 * transactions lock what they read. Not exported.
 */
@NullMarked
package io.isolde.store.multiverse;

import org.jspecify.annotations.NullMarked;
