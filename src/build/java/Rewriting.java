import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is changed in class files for a quick start, and read in them for the module's description.
 * No change changes what a class does; every changed class is verified.
 */
final class Rewriting {
  /** The JVM archives nothing older than Java 6, and picocli is written in the form of Java 5. */
  private static final int OLDEST_ARCHIVED = ClassFile.JAVA_6_VERSION;

  private final ClassFile files;
  private final Set<String> services = new TreeSet<>();

  Rewriting(ClassHierarchyResolver known) {
    this.files =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(known));
  }

  /** The services that the classes seen so far load. */
  Set<String> services() {
    return services;
  }

  byte[] of(String name, byte[] bytes) throws IOException {
    ClassModel model = files.parse(bytes);
    for (MethodModel method : model.methods()) {
      seekServices(name, method);
    }
    Optional<ClassTransform> change =
        model.majorVersion() < OLDEST_ARCHIVED ? Optional.of(newer()) : Direct.of(model);
    if (change.isEmpty()) {
      return bytes;
    }
    byte[] changed = files.transformClass(model, change.get());
    List<VerifyError> wrong = files.verify(changed);
    if (!wrong.isEmpty()) {
      throw new IOException(name + " cannot be rewritten: " + wrong.getFirst().getMessage());
    }
    return changed;
  }

  /** Writes all code anew: newer forms want stack maps, which only that makes. */
  private static ClassTransform newer() {
    return ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
        .andThen((builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_17_VERSION, 0);
          } else {
            builder.with(element);
          }
        });
  }

  /** A named module must say which services it loads. */
  private void seekServices(String name, MethodModel method) throws IOException {
    if (method.code().isEmpty()) {
      return;
    }
    ClassDesc last = null;
    for (CodeElement element : method.code().get()) {
      if (element instanceof ConstantInstruction constant
          && constant.constantValue() instanceof ClassDesc type) {
        last = type;
      }
      if (element instanceof InvokeInstruction call
          && call.owner().asInternalName().equals("java/util/ServiceLoader")
          && call.name().stringValue().startsWith("load")) {
        if (last == null) {
          throw new IOException("which service is loaded in " + name + "?");
        }
        services.add(last.packageName() + "." + last.displayName());
      }
    }
  }
}
