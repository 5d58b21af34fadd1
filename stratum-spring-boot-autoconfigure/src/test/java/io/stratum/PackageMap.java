package io.stratum;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.tngtech.archunit.core.domain.JavaClass;

/**
 * The packages there may be and what each may import: the walls of the architecture. A
 * package that is not here has no place yet; think before adding it.
 */
final class PackageMap {

	static final String ROOT = "io.stratum";

	private static final String[] SPRING = { "org.springframework.core", "org.springframework.util",
			"org.springframework.aot", "org.springframework.lang" };

	private static final String[] LOGGING = { "org.apache.commons.logging" };

	private static final String[] NETTY_BUFFER = { "io.netty.buffer", "io.netty.util" };

	private static final String[] REACTOR = { "reactor.core", "reactor.util", "org.reactivestreams" };

	private static final String[] REACTOR_NETTY = { "io.netty", "reactor.netty", "reactor.core", "reactor.util",
			"org.reactivestreams" };

	private static final String[] JSON = { "tools.jackson", "com.fasterxml.jackson.annotation" };

	private final Map<String, Wall> walls = new LinkedHashMap<>();

	PackageMap() {
		addEngine();
		addProtocols();
		addSessions();
		addHandlers();
		addServers();
		addSurroundings();
	}

	private void addEngine() {
		add("bitcoin");
		add("mining").imports("bitcoin");
		for (String child : List.of("job", "vardiff", "ban")) {
			add("mining." + child).imports("bitcoin", "mining");
		}
		add("mining.share").imports("bitcoin", "mining", "mining.job");
		add("mining.pow").imports("bitcoin", "mining").uses("org.bouncycastle");
		add("mining.address").imports("bitcoin", "mining");
		add("mining.channel").imports("bitcoin", "mining", "mining.*");
		add("room");
		add("ban").imports("mining", "mining.ban", "room");
		// The engine is put together of parts that do not know it, nor each other
		add("engine.runtime").imports("bitcoin", "mining", "mining.*", "ban", "room");
		for (String part : List.of("work", "share")) {
			add("engine." + part).imports("bitcoin", "mining", "mining.*", "ban", "room", "engine.runtime");
		}
		add("engine").imports("bitcoin", "mining", "mining.*", "ban", "room", "engine.*");
	}

	private void addProtocols() {
		add("protocol").imports("bitcoin").uses(NETTY_BUFFER);
		add("protocol.sv1").imports("bitcoin", "protocol").uses(NETTY_BUFFER).uses("tools.jackson.core");
		add("protocol.sv2").imports("bitcoin", "protocol").uses(NETTY_BUFFER);
		add("protocol.secp256k1").uses("org.bouncycastle");
		add("protocol.noise").imports("bitcoin", "protocol", "protocol.secp256k1")
			.uses(NETTY_BUFFER)
			.uses("org.bouncycastle");
		add("protocol.btcagent").imports("bitcoin", "protocol", "protocol.sv1").uses(NETTY_BUFFER);
	}

	private void addSessions() {
		add("session").imports("bitcoin", "mining", "mining.*", "ban", "engine", "engine.work", "protocol")
			.uses(NETTY_BUFFER);
		add("session.flow").imports("session", "protocol", "mining", "mining.channel", "mining.job").uses(NETTY_BUFFER);
		for (String dialect : List.of("sv1", "sv2")) {
			add("session." + dialect)
				.imports("bitcoin", "mining", "mining.*", "ban", "engine", "engine.*", "protocol", "protocol.*",
						"session", "session.flow")
				.uses(NETTY_BUFFER);
		}
		add("session.btcagent")
			.imports("bitcoin", "mining", "mining.*", "ban", "engine", "engine.*", "protocol", "protocol.*", "session",
					"session.flow", "session.sv1")
			.uses(NETTY_BUFFER);
	}

	private void addHandlers() {
		add("handler.annotation").uses("org.springframework.core", "org.springframework.aot",
				"org.springframework.stereotype", "org.springframework.context.annotation");
		add("handler.invocation").imports("handler.annotation", "session", "protocol", "protocol.*", "mining")
			.uses(SPRING)
			.uses(REACTOR);
		add("handler.support")
			.imports("handler.annotation", "handler.invocation", "session", "session.sv2", "protocol", "protocol.*",
					"mining")
			.uses(SPRING)
			.uses(REACTOR)
			.uses(JSON)
			.uses(LOGGING)
			.uses("org.springframework.beans", "org.springframework.context");
	}

	private void addServers() {
		add("server").imports("ban", "mining", "mining.ban", "session", "protocol", "protocol.*").uses(NETTY_BUFFER);
		add("server.netty").imports("server", "session", "mining", "protocol", "protocol.*")
			.uses(REACTOR_NETTY)
			.uses(LOGGING);
		add("server.context").imports("server")
			.uses(SPRING)
			.uses(LOGGING)
			.uses("org.springframework.beans", "org.springframework.context", "org.springframework.boot.availability");
		add("server.servlet").imports("server", "session")
			.uses(SPRING)
			.uses(LOGGING)
			.uses(NETTY_BUFFER)
			.uses("org.springframework.web", "org.springframework.http", "jakarta.servlet", "jakarta.websocket");
		add("server.reactive").imports("server", "server.netty")
			.uses(REACTOR_NETTY)
			.uses(LOGGING)
			.uses("org.springframework.boot.reactor.netty");
	}

	private void addSurroundings() {
		add("client.transport").imports("protocol", "protocol.noise").uses(REACTOR_NETTY).uses(LOGGING);
		add("client").imports("client.transport", "session", "protocol", "protocol.*", "bitcoin")
			.uses(REACTOR_NETTY)
			.uses(LOGGING);
		for (String dialect : List.of("sv2", "btcagent")) {
			add("client." + dialect)
				.imports("client", "client.transport", "session", "protocol", "protocol.*", "bitcoin")
				.uses(REACTOR_NETTY)
				.uses(LOGGING);
		}
		add("node").imports("mining", "bitcoin").uses(JSON).uses(REACTOR_NETTY).uses(LOGGING);
		add("test").imports("client", "server", "mining", "bitcoin")
			.uses(SPRING)
			.uses(JSON)
			.uses("org.springframework.beans", "org.springframework.context");
		String[] watched = { "bitcoin", "mining", "mining.*", "ban", "room", "engine", "session", "server", "node" };
		add("metrics").imports(watched).uses("io.micrometer").uses(LOGGING);
		add("actuate.endpoint").imports(watched).uses(SPRING).uses("org.springframework.boot.actuate");
		add("actuate.health").imports(watched).uses(SPRING).uses("org.springframework.boot.health");
		add("actuate").imports(watched).uses(SPRING);
		for (String part : List.of("", ".server", ".mining", ".handler", ".client", ".node", ".metrics", ".actuate",
				".ban")) {
			add("autoconfigure" + part).everything();
		}
	}

	private Wall add(String name) {
		Wall wall = new Wall();
		this.walls.put(name, wall);
		return wall;
	}

	/**
	 * Whether a package has a place.
	 */
	boolean knows(JavaClass type) {
		return this.walls.containsKey(name(type));
	}

	/**
	 * Whether a class of a known package may depend on another class.
	 */
	boolean allows(JavaClass from, JavaClass to) {
		Wall wall = this.walls.get(name(from));
		if (wall == null || wall.everything || from.getPackageName().equals(to.getPackageName())) {
			return true;
		}
		String target = to.getPackageName();
		if (target.equals(ROOT) || target.startsWith(ROOT + ".")) {
			String own = name(to);
			return wall.imports.contains(own) || wall.imports.contains(own.replaceFirst("\\.[a-z0-9]+$", ".*"));
		}
		return target.isEmpty() || target.startsWith("java.") || target.startsWith("javax.")
				|| target.equals("org.jspecify.annotations")
				|| wall.uses.stream().anyMatch((library) -> (target + ".").startsWith(library + "."));
	}

	static String name(JavaClass type) {
		String name = type.getPackageName();
		return name.startsWith(ROOT + ".") ? name.substring(ROOT.length() + 1) : "";
	}

	/**
	 * What a package may import.
	 */
	private static final class Wall {

		private final Set<String> imports = new HashSet<>();

		private final List<String> uses = new ArrayList<>();

		private boolean everything;

		Wall imports(String... packages) {
			this.imports.addAll(List.of(packages));
			return this;
		}

		Wall uses(String... libraries) {
			this.uses.addAll(List.of(libraries));
			return this;
		}

		void everything() {
			this.everything = true;
		}

	}

}
