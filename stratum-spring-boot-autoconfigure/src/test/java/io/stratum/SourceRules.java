package io.stratum;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;

/**
 * What bytecode does not show: how long files and methods are, and what was left behind.
 */
final class SourceRules {

	private static final int MAX_FILE_LINES = 300;

	private static final int MAX_METHOD_LINES = 30;

	private static final int MAX_PARAMETERS = 5;

	private final List<String> violations = new ArrayList<>();

	private final List<Path> files;

	private SourceRules(List<Path> files) {
		this.files = files;
	}

	/** Breaches of the rules by the sources of some folders. */
	static List<String> violations(Path... folders) {
		SourceRules rules = new SourceRules(Stream.of(folders).flatMap(SourceRules::sources).sorted().toList());
		try {
			rules.checkTexts();
			rules.checkMethods();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return rules.violations;
	}

	private static Stream<Path> sources(Path folder) {
		try (Stream<Path> walk = Files.walk(folder)) {
			return walk.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void checkTexts() throws IOException {
		for (Path file : this.files) {
			List<String> lines = Files.readAllLines(file);
			long code = lines.stream().filter(SourceRules::isCode).count();
			if (code > MAX_FILE_LINES) {
				this.violations.add(file + ": " + code + " lines of code (expected: <= " + MAX_FILE_LINES + ")");
			}
			lines.stream()
				.map(String::strip)
				.filter((line) -> line.matches("(//|/?\\*).*\\b(TODO|FIXME|XXX)\\b.*"))
				.forEach((line) -> this.violations.add(file + ": " + line));
		}
	}

	/** Whether a line is neither blank nor part of a comment. */
	private static boolean isCode(String line) {
		String text = line.strip();
		return !text.isEmpty() && !text.startsWith("//") && !text.startsWith("*") && !text.startsWith("/*");
	}

	private void checkMethods() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			JavacTask task = (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null,
					manager.getJavaFileObjectsFromPaths(this.files));
			SourcePositions positions = Trees.instance(task).getSourcePositions();
			for (CompilationUnitTree unit : task.parse()) {
				new MethodScanner(unit, positions).scan(unit, null);
			}
		}
	}

	private final class MethodScanner extends TreeScanner<Void, Void> {

		private final CompilationUnitTree unit;

		private final SourcePositions positions;

		MethodScanner(CompilationUnitTree unit, SourcePositions positions) {
			this.unit = unit;
			this.positions = positions;
		}

		@Override
		public Void visitMethod(MethodTree method, Void nothing) {
			check(method, "lines", lines(method), MAX_METHOD_LINES);
			ModifiersTree modifiers = method.getModifiers();
			boolean bean = modifiers.getAnnotations().toString().contains("@Bean");
			if (!bean && method.getReturnType() != null && !modifiers.getFlags().contains(Modifier.PRIVATE)) {
				check(method, "parameters", method.getParameters().size(), MAX_PARAMETERS);
			}
			return super.visitMethod(method, nothing);
		}

		/** The lines between the braces. */
		private long lines(MethodTree method) {
			if (method.getBody() == null) {
				return 0;
			}
			LineMap lines = this.unit.getLineMap();
			return lines.getLineNumber(this.positions.getEndPosition(this.unit, method.getBody()))
					- lines.getLineNumber(this.positions.getStartPosition(this.unit, method.getBody())) - 1;
		}

		private void check(MethodTree method, String what, long actual, int limit) {
			if (actual > limit) {
				SourceRules.this.violations.add(this.unit.getSourceFile().getName() + "#" + method.getName() + ": "
						+ actual + " " + what + " (expected: <= " + limit + ")");
			}
		}

	}

}
