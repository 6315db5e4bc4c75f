package io.isolde.store.chronicle;

import io.isolde.store.StoreUri;
import java.util.ArrayList;
import java.util.List;

/** What Chronicle Map needs of the JVM, and whether it has it. */
final class JvmFlags {
  private static final Module LIBRARY = JvmFlags.class.getClassLoader().getUnnamedModule();

  private JvmFlags() {}

  /**
   * Refuses to go on without.
   *
   * @throws IllegalStateException says which flags are missing
   */
  static void require(StoreUri uri) {
    List<String> missing = missing();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "Chronicle Map, in which the store "
              + uri
              + " is, needs a JDK, and the JVM to be started with "
              + String.join(" ", missing)
              + " (nothing was touched)");
    }
  }

  /** The flags that are missing. */
  static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String name : List.of("java.lang", "java.lang.reflect", "sun.nio.ch")) {
      if (!Object.class.getModule().isOpen(name, LIBRARY)) {
        missing.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
      }
    }
    ModuleLayer.boot()
        .findModule("jdk.compiler")
        .ifPresentOrElse(
            compiler -> {
              if (!compiler.isExported("com.sun.tools.javac.file", LIBRARY)) {
                missing.add("--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");
              }
            },
            () -> missing.add("--add-modules=jdk.compiler"));
    return missing;
  }
}
