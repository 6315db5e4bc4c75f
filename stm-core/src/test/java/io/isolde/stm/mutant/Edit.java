package io.isolde.stm.mutant;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A change of source text.
 *
 * @param from the text to replace; its white space matches any white space
 * @param to the text to put there
 */
record Edit(String from, String to) {
  /** Changes {@code source}, which must contain {@link #from} exactly once. */
  String applyTo(String source) {
    Matcher matcher = pattern().matcher(source);
    long found = matcher.results().map(MatchResult::start).count();
    if (found != 1) {
      throw new AssertionError(found + " places to plant the bug in; adapt it to: " + from);
    }
    return matcher.reset().replaceFirst(Matcher.quoteReplacement(to));
  }

  private Pattern pattern() {
    return Pattern.compile(
        Arrays.stream(from.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
  }
}
