import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleMainClassAttribute;
import java.lang.classfile.attribute.ModulePackagesAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A step of the build: pawl and its libraries become one module, so that jlink can put them into
 * the runtime image. Their classes are then found without opening jars, and the AOT cache, which is
 * bound to what it was trained on, stays good when the image is copied or moved.
 *
 * <pre>java OneModule.java OUT.jar REQUIRED,MODULES FOLDER-OR-JAR...</pre>
 */
final class OneModule {
  private static final String NAME = "dev.pawl";
  private static final String MAIN = "dev.pawl.cli.Main";
  private static final String SERVICES = "META-INF/services/";
  private static final String VERSIONS = "META-INF/versions/";

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, Set<String>> provided = new TreeMap<>();
  private final Set<String> used = new TreeSet<>();

  public static void main(String[] args) throws IOException {
    OneModule module = new OneModule();
    for (String place : List.of(args).subList(2, args.length)) {
      for (Path jar : jars(Path.of(place))) {
        module.add(jar);
      }
    }
    module.rewrite();
    module.describe(List.of(args[1].split(",", -1)));
    module.write(Path.of(args[0]));
  }

  private static Collection<Path> jars(Path place) throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (var inside = Files.list(place)) {
      return inside.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** Takes a jar's content as this Java would see it, without what speaks of the jar itself. */
  private void add(Path jar) throws IOException {
    Map<String, Integer> versions = new HashMap<>();
    Map<String, byte[]> content = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
        if (entry.isDirectory()) {
          continue;
        }
        String name = entry.getName();
        int version = 0;
        if (name.startsWith(VERSIONS)) {
          int end = name.indexOf('/', VERSIONS.length());
          version = Integer.parseInt(name.substring(VERSIONS.length(), end));
          name = name.substring(end + 1);
        }
        boolean newer = version >= versions.getOrDefault(name, 0);
        if (ofJar(name) || version > Runtime.version().feature() || !newer) {
          continue;
        }
        versions.put(name, version);
        content.put(name, zip.getInputStream(entry).readAllBytes());
      }
    }
    for (Map.Entry<String, byte[]> entry : content.entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(SERVICES)) {
        provide(name.substring(SERVICES.length()), entry.getValue());
      } else if (name.startsWith("META-INF/")) {
        // Licences and notices of different jars have the same names.
        entries.put("META-INF/" + jar.getFileName() + name.substring(8), entry.getValue());
      } else if (entries.putIfAbsent(name, entry.getValue()) != null) {
        throw new IOException(name + " is in two jars, the second is " + jar);
      }
    }
  }

  /**
   * The manifest, the description of a module, and signatures: JVMs archive nothing signed. And
   * SQLite's libraries for all systems: the one of this system lies beside the runtime.
   */
  private static boolean ofJar(String name) {
    return name.endsWith("module-info.class")
        // Unpacked beside the image, for this platform alone.
        || name.startsWith("org/sqlite/native/")
        || name.equals("META-INF/INDEX.LIST")
        || name.startsWith("org/sqlite/native/")
        || name.matches("META-INF/[^/]+\\.(MF|SF|RSA|DSA|EC)");
  }

  private void provide(String service, byte[] text) {
    new String(text, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(name -> provided.computeIfAbsent(service, any -> new TreeSet<>()).add(name));
  }

  private void rewrite() throws IOException {
    ClassHierarchyResolver known =
        ClassHierarchyResolver.ofResourceParsing(
                type -> {
                  byte[] bytes = entries.get(file(type));
                  return bytes == null ? null : new ByteArrayInputStream(bytes);
                })
            .orElse(ClassHierarchyResolver.defaultResolver());
    Rewriting rewriting = new Rewriting(known);
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (entry.getKey().endsWith(".class")) {
        entry.setValue(rewriting.of(entry.getKey(), entry.getValue()));
      }
    }
    used.addAll(rewriting.services());
  }

  private static String file(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + ".class";
  }

  private void describe(List<String> required) {
    ModuleAttribute attribute =
        ModuleAttribute.of(
            ModuleDesc.of(NAME),
            module -> {
              for (String name : required) {
                int flags = name.equals("java.base") ? ClassFile.ACC_MANDATED : 0;
                module.requires(ModuleDesc.of(name), flags, null);
              }
              used.forEach(service -> module.uses(ClassDesc.of(service)));
              provided.forEach((service, classes) ->
                  module.provides(
                      ClassDesc.of(service),
                      classes.stream().map(ClassDesc::of).toArray(ClassDesc[]::new)));
            });
    Set<String> packages = new TreeSet<>();
    for (String name : entries.keySet()) {
      if (name.endsWith(".class")) {
        packages.add(name.substring(0, name.lastIndexOf('/')).replace('/', '.'));
      }
    }
    byte[] info =
        ClassFile.of()
            .buildModule(
                attribute,
                file ->
                    file.with(
                            ModulePackagesAttribute.ofNames(
                                packages.stream().map(PackageDesc::of).toList()))
                        .with(ModuleMainClassAttribute.of(ClassDesc.of(MAIN))));
    entries.put("module-info.class", info);
  }

  private void write(Path jar) throws IOException {
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      out.setMethod(ZipOutputStream.STORED);
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        CRC32 sum = new CRC32();
        sum.update(content.getValue());
        entry.setCrc(sum.getValue());
        entry.setSize(content.getValue().length);
        // Two builds of one tree are alike.
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(content.getValue());
      }
    }
  }
}
