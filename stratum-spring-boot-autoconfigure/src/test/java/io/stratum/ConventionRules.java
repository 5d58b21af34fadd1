package io.stratum;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;

/**
 * Habits of the code that a compiler does not ask for.
 */
final class ConventionRules {

	/** What applications may use; all other packages are our own. */
	private static final List<String> API = List.of("bitcoin", "mining", "session", "protocol.sv1", "protocol.sv2",
			"protocol.btcagent", "handler.annotation", "handler.invocation", "server", "client", "test",
			"autoconfigure", "metrics", "node");

	/** For applications, or handed on by others without a name. */
	private static final Set<String> NOT_NAMED = Set.of("io.stratum.protocol.noise.NoiseCertificate",
			"io.stratum.protocol.noise.NoiseIdentity");

	private ConventionRules() {
	}

	/** Classes that others could extend, and do not. */
	static Set<String> openClasses(JavaClasses classes) {
		Set<String> found = new TreeSet<>();
		for (JavaClass type : classes) {
			boolean closed = type.isInterface() || type.isEnum() || type.isRecord() || type.isAnonymousClass()
					|| type.getModifiers().contains(JavaModifier.ABSTRACT)
					|| type.getModifiers().contains(JavaModifier.FINAL);
			if (!closed && type.getSubclasses().isEmpty() && !type.isAssignableTo(Throwable.class)
					&& !PackageMap.name(type).startsWith("autoconfigure")) {
				found.add(type.getName());
			}
		}
		return found;
	}

	/** Public classes of our own packages that no other package uses. */
	static Set<String> needlesslyPublic(JavaClasses classes) {
		Set<String> found = new TreeSet<>();
		for (JavaClass type : classes) {
			if (type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC) && !isApi(type)
					&& type.getDirectDependenciesToSelf()
						.stream()
						.allMatch((use) -> use.getOriginClass().getPackageName().equals(type.getPackageName()))) {
				found.add(type.getName());
			}
		}
		found.removeAll(NOT_NAMED);
		return found;
	}

	private static boolean isApi(JavaClass type) {
		String name = PackageMap.name(type);
		boolean ours = List.of("session.sv1", "session.sv2", "session.btcagent", "session.flow").contains(name)
				|| name.equals("server.netty") || name.equals("client.transport");
		return !ours && API.stream().anyMatch((api) -> name.equals(api) || name.startsWith(api + "."));
	}

	/** Whether a call depends on where the program runs. */
	static boolean isLocaleDependent(JavaAccess<?> call) {
		return call.getTargetOwner().isEquivalentTo(String.class)
				&& Set.of("toLowerCase", "toUpperCase").contains(call.getName())
				&& call.getTarget() instanceof CodeUnitAccessTarget target && target.getRawParameterTypes().isEmpty();
	}

}
