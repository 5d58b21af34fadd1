package io.stratum.way;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * Every call of a method, constructor or accessor between a start and a stop, on all
 * threads. Nested classes are counted with the class that
 * they are in, but a call between the two is a change of class. The instrumented code calls it, so it is public.
 */
public final class Trace {

	private static final ThreadLocal<Deque<String>> callers = ThreadLocal.withInitial(ArrayDeque::new);

	private static final Map<String, Set<String>> methods = new LinkedHashMap<>();

	private static final Set<String> threads = new LinkedHashSet<>();

	private static final List<String> hops = new ArrayList<>();

	private static volatile boolean recording;

	private static int calls;

	private static int moves;

	private Trace() {
	}

	static synchronized void start() {
		methods.clear();
		threads.clear();
		hops.clear();
		calls = 0;
		moves = 0;
		recording = true;
	}

	static synchronized void stop() {
		recording = false;
	}

	/**
	 * A call begins.
	 * @param type the class that is called
	 * @param method its method
	 */
	public static void enter(String type, String method) {
		Deque<String> stack = callers.get();
		String caller = stack.peek();
		stack.push(type);
		if (recording) {
			record(caller, type, method);
		}
	}

	/** A call ends. */
	public static void exit() {
		callers.get().poll();
	}

	private static synchronized void record(@Nullable String caller, String type,
			String method) {
		String file = topLevel(type);
		calls++;
		moves += type.equals(caller) ? 0 : 1;
		methods.computeIfAbsent(file, (key) -> new LinkedHashSet<>()).add(method);
		String thread = Thread.currentThread().getName();
		threads.add(thread);
		if (hops.isEmpty() || !hops.get(hops.size() - 1).equals(thread)) {
			hops.add(thread);
		}
	}

	private static String topLevel(String type) {
		int nested = type.indexOf('$');
		return (nested < 0) ? type : type.substring(0, nested);
	}

	/**
	 * Prints what was passed.
	 * @param trip its name
	 * @param details whether each class is listed with the methods called
	 */
	static synchronized void print(String trip, boolean details) {
		long packages = methods.keySet().stream().map((type) -> type.substring(0, type.lastIndexOf('.'))).distinct().count();
		System.out.printf("%-28s calls %4d  classes %3d  packages %2d  changes of class %4d  thread changes %d%n", trip,
				calls, methods.size(), packages, moves, Math.max(0, hops.size() - 1));
		if (details) {
			methods.forEach((type, names) -> System.out.println("    " + type + ": " + String.join(", ", names)));
		}
	}

	static final class OfMethods {

		private OfMethods() {
		}

		@Advice.OnMethodEnter
		static void enter(@Advice.Origin("#t") String type, @Advice.Origin("#m") String method) {
			Trace.enter(type, method);
		}

		@Advice.OnMethodExit(onThrowable = Throwable.class)
		static void exit() {
			Trace.exit();
		}

	}

	static final class OfConstructors {

		private OfConstructors() {
		}

		@Advice.OnMethodEnter
		static void enter(@Advice.Origin("#t") String type) {
			Trace.enter(type, "new");
		}

		@Advice.OnMethodExit
		static void exit() {
			Trace.exit();
		}

	}

}
