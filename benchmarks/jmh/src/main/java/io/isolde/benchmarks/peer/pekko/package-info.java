/** Apache Pekko: typed actors, with the default dispatcher and mailbox. */
@NullMarked
package io.isolde.benchmarks.peer.pekko;

import org.jspecify.annotations.NullMarked;
