package io.isolde.benchmarks.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * Loads the scenarios, the peers and the loop around them anew for one variant. Everything else,
 * and the types through which a variant is used, comes from the parent.
 */
final class VariantLoader extends ClassLoader {
  private static final String COPIED = "io.isolde.benchmarks.";
  private static final String HARNESS = "io.isolde.benchmarks.harness.";
  private static final Set<String> SHARED =
      Set.of(
          IsolatedVariant.class.getName(),
          Configuration.class.getName(),
          RoleSample.class.getName());

  private VariantLoader(ClassLoader parent) {
    super("variant", parent);
  }

  static IsolatedVariant open(Configuration configuration) throws ReflectiveOperationException {
    return new VariantLoader(VariantLoader.class.getClassLoader())
        .loadClass(ScenarioVariant.class.getName())
        .asSubclass(IsolatedVariant.class)
        .getConstructor(Configuration.class)
        .newInstance(configuration);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isCopied(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? copy(name) : loaded;
    }
  }

  private static boolean isCopied(String name) {
    return name.startsWith(COPIED) && !name.startsWith(HARNESS) && !SHARED.contains(name);
  }

  private Class<?> copy(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
