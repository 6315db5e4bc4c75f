package io.isolde.store.chronicle;

import io.isolde.store.StoreUri;
import java.util.ArrayList;
import java.util.List;

/** The JVM flags that Chronicle Map needs, and which of them are missing. */
final class JvmFlags {
  private static final Module LIBRARY = JvmFlags.class.getClassLoader().getUnnamedModule();

  private JvmFlags() {}

  /**
   * Refuses to go on without these flags.
   *
   * @throws IllegalStateException if some are missing; says which
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
