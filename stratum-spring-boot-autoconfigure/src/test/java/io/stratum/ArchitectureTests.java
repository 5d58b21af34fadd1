package io.stratum;

import java.lang.reflect.AnnotatedElement;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.Timer;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import io.stratum.bitcoin.Hash256;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final int MAX_CLASSES_PER_PACKAGE = 25;

	private static final int MAX_KNOT = 4;

	private static final String[] PURE = { "io.stratum.bitcoin..", "io.stratum.mining..", "io.stratum.protocol.." };

	private static final JavaClasses main = load(Hash256.class);

	private static final JavaClasses tests = load(ArchitectureTests.class);

	private final PackageMap map = new PackageMap();

	private static JavaClasses load(Class<?> sibling) {
		try {
			return new ClassFileImporter()
				.importPath(Path.of(sibling.getProtectionDomain().getCodeSource().getLocation().toURI()));
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void everyPackageHasItsPlace() {
		classes().should(new ArchCondition<JavaClass>("be in a package of the map") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				boolean allowed = ArchitectureTests.this.map.knows(type)
						|| type.getFullName().equals("io.stratum.package-info");
				events.add(new SimpleConditionEvent(type, allowed,
						type.getFullName() + " is in a package that PackageMap does not know"));
			}
		}).check(main);
	}

	@Test
	void packagesImportOnlyWhatTheirWallsAllow() {
		classes().should(new ArchCondition<JavaClass>("depend only on what the map allows") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					events.add(new SimpleConditionEvent(dependency,
							target.isPrimitive() || ArchitectureTests.this.map.allows(type, target),
							dependency.getDescription()));
				}
			}
		}).check(main);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("io.stratum.(**)").should().beFreeOfCycles().check(main);
	}

	@Test
	void nobodyImportsTheAutoConfiguration() {
		noClasses().that()
			.resideOutsideOfPackage("io.stratum.autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.stratum.autoconfigure..")
			.check(main);
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<String> unmarked = new TreeSet<>();
		for (JavaClass type : main) {
			if (!isNullMarked(type.getPackageName())) {
				unmarked.add(type.getPackageName());
			}
		}
		assertThat(unmarked).as("packages without @NullMarked package-info").isEmpty();
	}

	private static boolean isNullMarked(String name) {
		try {
			AnnotatedElement info = Class.forName(name + ".package-info");
			return info.isAnnotationPresent(NullMarked.class);
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	@Test
	void packagesStaySmall() {
		TreeMap<String, Long> sizes = main.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.counting()));
		sizes.values().removeIf((size) -> size <= MAX_CLASSES_PER_PACKAGE);
		assertThat(sizes).as("packages with more than %d classes", MAX_CLASSES_PER_PACKAGE).isEmpty();
	}

	@Test
	void classesOfAPackageAreNotTiedIntoLargeKnots() {
		assertThat(Knots.largerThan(MAX_KNOT, main))
			.as("packages with more than %d classes that hold each other", MAX_KNOT)
			.isEmpty();
	}

	@Test
	void noNameIsUsedTwice() {
		TreeMap<String, Set<String>> places = main.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new,
					Collectors.mapping(JavaClass::getPackageName, Collectors.toCollection(TreeSet::new))));
		places.values().removeIf((packages) -> packages.size() == 1);
		assertThat(places).as("classes with the same name").isEmpty();
	}

	@Test
	void namesSayWhatAClassIs() {
		noClasses().should()
			.haveSimpleNameEndingWith("Manager")
			.orShould()
			.haveSimpleNameEndingWith("Helper")
			.orShould()
			.haveSimpleNameEndingWith("Util")
			.orShould()
			.haveSimpleNameEndingWith("Utils")
			.check(main);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage("io.stratum.autoconfigure..")
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.allowEmptyShould(true)
			.check(main);
	}

	@Test
	void nothingWritesToTheConsoleOrToForeignLogs() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.log4j..", "org.apache.logging..")
			.check(main);
		neverAccess(main, "System.out, System.err, System.exit or printStackTrace",
				(access) -> (isOn(access, System.class) && Set.of("out", "err", "exit").contains(access.getName()))
						|| access.getName().equals("printStackTrace"));
	}

	@Test
	void codecsAndMiningDoNoInputAndOutput() {
		noClasses().that()
			.resideInAnyPackage(PURE)
			.should()
			.dependOnClassesThat(new DescribedPredicate<JavaClass>("do I/O, run threads or log") {
				@Override
				public boolean test(JavaClass type) {
					return isImpure(type);
				}
			})
			.check(main);
	}

	private static boolean isImpure(JavaClass type) {
		Set<String> packages = Set.of("java.nio.file", "java.nio.channels", "java.net.http", "java.util.logging",
				"org.apache.commons.logging");
		// addresses are values
		boolean network = type.getPackageName().equals("java.net") && !type.getSimpleName().endsWith("Address");
		return network || packages.contains(type.getPackageName()) || type.isEquivalentTo(Thread.class)
				|| type.isEquivalentTo(System.Logger.class) || type.isEquivalentTo(ForkJoinPool.class)
				|| type.isAssignableTo(ExecutorService.class) || type.isEquivalentTo(Executors.class)
				|| type.isEquivalentTo(Timer.class);
	}

	@Test
	void codecsAndMiningDoNotReadClocks() {
		JavaClasses pure = main.that(JavaClass.Predicates.resideInAnyPackage(PURE));
		neverAccess(pure, "a clock",
				(access) -> (isOn(access, System.class)
						&& Set.of("currentTimeMillis", "nanoTime").contains(access.getName()))
						|| (access.getTargetOwner().getPackageName().equals("java.time")
								&& (access.getName().equals("now") || access.getName().startsWith("system"))));
	}

	@Test
	void classesAreFinalAndPublicOnlyWhereTheyMustBe() {
		assertThat(ConventionRules.openClasses(main)).as("classes that are neither final nor extended").isEmpty();
		assertThat(ConventionRules.needlesslyPublic(main)).as("public classes without a user elsewhere").isEmpty();
	}

	@Test
	void beansComeByPackagePrivateMethodsAndConstructors() {
		methods().that()
			.areAnnotatedWith("org.springframework.context.annotation.Bean")
			.should()
			.bePackagePrivate()
			.check(main);
		noFields().should()
			.beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
			.orShould()
			.beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
			.check(main);
	}

	@Test
	void nothingWaitsOrDependsOnThePlaceItRunsAt() {
		neverAccess(main, "sleep", (access) -> access.getName().equals("sleep") && isOn(access, Thread.class));
		neverAccess(main, "case changes without a locale", ConventionRules::isLocaleDependent);
		fields().that().areStatic().should().beFinal().check(main);
	}

	@Test
	void filesAndMethodsStaySmall() {
		assertThat(SourceRules.violations(Path.of("src/main/java"))).isEmpty();
	}

	@Test
	void testsDoNotSleep() {
		neverAccess(tests, "sleep", (access) -> access.getName().equals("sleep")
				&& (isOn(access, Thread.class) || isOn(access, TimeUnit.class)));
	}

	private static boolean isOn(JavaAccess<?> access, Class<?> type) {
		return access.getTargetOwner().isEquivalentTo(type);
	}

	private static void neverAccess(JavaClasses types, String what, Predicate<JavaAccess<?>> forbidden) {
		classes().should(new ArchCondition<JavaClass>("never access " + what) {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				type.getAccessesFromSelf()
					.forEach((access) -> events
						.add(new SimpleConditionEvent(access, !forbidden.test(access), access.getDescription())));
			}
		}).check(types);
	}

}
