/** The refs of Clojure 1.12. They cannot wait, and have no alternatives. */
@NullMarked
package io.isolde.benchmarks.peer.clojure;

import org.jspecify.annotations.NullMarked;
