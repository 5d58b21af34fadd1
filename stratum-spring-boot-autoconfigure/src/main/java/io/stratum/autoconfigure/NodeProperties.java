package io.stratum.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Nodes that work comes from and blocks go to.
 */
public class NodeProperties {

	/**
	 * URL of the node, such as http://127.0.0.1:8332; may carry user and password.
	 */
	private @Nullable String url;

	/**
	 * User of the node.
	 */
	private @Nullable String username;

	/**
	 * Password of the node.
	 */
	private @Nullable String password;

	/**
	 * File ".cookie" that the node writes at its start, instead of user and password.
	 */
	private @Nullable Path cookieFile;

	/**
	 * Several nodes instead of one, the most preferred first.
	 */
	private List<Node> nodes = new ArrayList<>();

	/**
	 * Names of the nodes that blocks go to; empty for all.
	 */
	private Set<String> submitTo = new LinkedHashSet<>();

	/**
	 * Rules that the blocks of this pool keep, as templates call them; a template with
	 * another mandatory one is not mined.
	 */
	private Set<String> rules = new LinkedHashSet<>(List.of("segwit", "signet"));

	/**
	 * Whether a call waits at each node for its next template.
	 */
	private boolean longPoll = true;

	/**
	 * How often each node is asked for its tip.
	 */
	private Duration pollInterval = Duration.ofSeconds(1);

	/**
	 * How long after a new tip was seen miners get work without transactions if the node
	 * has no template yet, on the main network only; 0 for never.
	 */
	private Duration emptyWorkAfter = Duration.ofMillis(500);

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public @Nullable Path getCookieFile() {
		return this.cookieFile;
	}

	public void setCookieFile(@Nullable Path cookieFile) {
		this.cookieFile = cookieFile;
	}

	public List<Node> getNodes() {
		return this.nodes;
	}

	public void setNodes(List<Node> nodes) {
		this.nodes = nodes;
	}

	public Set<String> getSubmitTo() {
		return this.submitTo;
	}

	public void setSubmitTo(Set<String> submitTo) {
		this.submitTo = submitTo;
	}

	public Set<String> getRules() {
		return this.rules;
	}

	public void setRules(Set<String> rules) {
		this.rules = rules;
	}

	public boolean isLongPoll() {
		return this.longPoll;
	}

	public void setLongPoll(boolean longPoll) {
		this.longPoll = longPoll;
	}

	public Duration getPollInterval() {
		return this.pollInterval;
	}

	public void setPollInterval(Duration pollInterval) {
		this.pollInterval = pollInterval;
	}

	public Duration getEmptyWorkAfter() {
		return this.emptyWorkAfter;
	}

	public void setEmptyWorkAfter(Duration emptyWorkAfter) {
		this.emptyWorkAfter = emptyWorkAfter;
	}

	/**
	 * The nodes, one or several, as they are configured.
	 * @return the nodes by order of preference; empty without any
	 */
	public List<Node> all() {
		if (this.url == null) {
			return List.copyOf(this.nodes);
		}
		Node only = new Node();
		only.setName("node");
		only.setUrl(this.url);
		only.setUsername(this.username);
		only.setPassword(this.password);
		only.setCookieFile(this.cookieFile);
		return List.of(only);
	}

	/**
	 * A node.
	 */
	public static class Node {

		/**
		 * Name of the node, for logs, meters and health.
		 */
		private @Nullable String name;

		/**
		 * URL of the node, such as http://127.0.0.1:8332; may carry user and password.
		 */
		private @Nullable String url;

		/**
		 * User of the node.
		 */
		private @Nullable String username;

		/**
		 * Password of the node.
		 */
		private @Nullable String password;

		/**
		 * File ".cookie" that the node writes at its start, instead of user and password.
		 */
		private @Nullable Path cookieFile;

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable Path getCookieFile() {
			return this.cookieFile;
		}

		public void setCookieFile(@Nullable Path cookieFile) {
			this.cookieFile = cookieFile;
		}

	}

}
