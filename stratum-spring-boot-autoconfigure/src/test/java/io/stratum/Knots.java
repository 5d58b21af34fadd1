package io.stratum;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

/**
 * Classes of a package that hold each other: each of a knot can be reached from each
 * other one by dependencies. Nested types count with the class that they are in, and a
 * sealed family of a package counts as one class: who permits and who is permitted know
 * each other by definition.
 */
final class Knots {

	private final Map<String, Set<String>> arrows = new TreeMap<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	private final Map<String, Integer> lowest = new HashMap<>();

	private final Deque<String> path = new ArrayDeque<>();

	private final List<Set<String>> found = new ArrayList<>();

	private Knots() {
	}

	/**
	 * The knots of more than some classes.
	 * @param classes the classes
	 * @param limit how many classes a knot may have
	 * @return the knots by package, each with the names of its classes
	 */
	static Map<String, List<Set<String>>> largerThan(int limit, JavaClasses classes) {
		Map<String, Knots> packages = new TreeMap<>();
		Map<String, String> families = families(classes);
		for (JavaClass type : classes) {
			packages.computeIfAbsent(PackageMap.name(type), (name) -> new Knots()).add(type, families);
		}
		Map<String, List<Set<String>>> result = new TreeMap<>();
		packages.forEach((name, knots) -> {
			List<Set<String>> large = knots.find().stream().filter((knot) -> knot.size() > limit).toList();
			if (!large.isEmpty()) {
				result.put(name, large);
			}
		});
		return result;
	}

	/** Top-level classes of sealed families, each with the one that stands for it. */
	private static Map<String, String> families(JavaClasses classes) {
		Map<String, String> heads = new HashMap<>();
		for (JavaClass type : classes) {
			Class<?>[] permitted = type.reflect().getPermittedSubclasses();
			for (int i = 0; permitted != null && i < permitted.length; i++) {
				String head = head(heads, topLevel(type));
				String member = head(heads, topLevel(classes.get(permitted[i])));
				if (!head.equals(member)) {
					heads.put(member, head);
				}
			}
		}
		return heads;
	}

	private static String head(Map<String, String> heads, String name) {
		String head = name;
		while (heads.containsKey(head)) {
			head = heads.get(head);
		}
		return head;
	}

	private static String topLevel(JavaClass type) {
		JavaClass outer = type.getBaseComponentType();
		while (outer.getEnclosingClass().isPresent()) {
			outer = outer.getEnclosingClass().get();
		}
		return outer.getName();
	}

	private void add(JavaClass type, Map<String, String> families) {
		Set<String> targets = this.arrows.computeIfAbsent(head(families, topLevel(type)), (key) -> new TreeSet<>());
		for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
			JavaClass target = dependency.getTargetClass().getBaseComponentType();
			if (target.getPackageName().equals(type.getPackageName())) {
				targets.add(head(families, topLevel(target)));
			}
		}
	}

	private List<Set<String>> find() {
		for (String name : this.arrows.keySet()) {
			if (!this.numbers.containsKey(name)) {
				visit(name);
			}
		}
		return this.found;
	}

	/** Tarjan's strongly connected components. */
	private void visit(String name) {
		int number = this.numbers.size();
		this.numbers.put(name, number);
		this.lowest.put(name, number);
		this.path.push(name);
		for (String target : this.arrows.getOrDefault(name, Set.of())) {
			if (!this.numbers.containsKey(target)) {
				visit(target);
				this.lowest.merge(name, this.lowest.get(target), Math::min);
			}
			else if (this.path.contains(target)) {
				this.lowest.merge(name, this.numbers.get(target), Math::min);
			}
		}
		if (this.lowest.get(name) == number) {
			Set<String> knot = new TreeSet<>();
			do {
				knot.add(this.path.element());
			}
			while (!this.path.pop().equals(name));
			this.found.add(knot);
		}
	}

}
