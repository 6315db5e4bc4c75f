package io.isolde.store.testkit.faults;

import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;

/** Opens twice each store whose URI it reads, and prints the words in it. */
final class CheckingProgram {
  private CheckingProgram() {}

  public static void main(String[] arguments) {
    new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
        .lines()
        .forEach(uri -> System.out.println(answer(uri)));
  }

  private static String answer(String uri) {
    try {
      return String.join(" ", words(uri));
    } catch (Throwable t) {
      return (isRefusal(t, uri) ? "refused " : "wrong ") + t.toString().replace('\n', ' ');
    }
  }

  /** The words after one more commit, which must include all that were there before it. */
  private static List<String> words(String uri) {
    List<String> words;
    try (Store store = Store.open(uri)) {
      words = FaultedProgram.requireBeginning(store);
      FaultedProgram.commitAgain(store);
    }
    try (Store store = Store.open(uri)) {
      List<String> after = FaultedProgram.requireBeginning(store);
      if (after.size() != words.size() + 1 || !after.containsAll(words)) {
        throw new AssertionError("before one more commit " + words + ", then " + after);
      }
      return after;
    }
  }

  /** Whether {@code thrown} is a proper refusal; its message must name the store's directory. */
  private static boolean isRefusal(Throwable thrown, String uri) {
    String place = uri.substring(uri.indexOf(':') + 1, uri.indexOf('?'));
    return (thrown instanceof StoreDamagedException || thrown instanceof UncheckedIOException)
        && String.valueOf(thrown.getMessage()).contains(place);
  }
}
