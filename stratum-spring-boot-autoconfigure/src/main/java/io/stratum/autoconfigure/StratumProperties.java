package io.stratum.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

import io.stratum.mining.Dialect;

/**
 * Properties of stratum servers.
 */
@ConfigurationProperties("stratum")
public class StratumProperties {

	/**
	 * Whether stratum is served.
	 */
	private boolean enabled = true;

	/**
	 * Number of this server among the servers of one pool, 0 to 255; it must differ on
	 * each, as session ids and extranonces begin with it.
	 */
	private int nodeId = 0;

	/**
	 * Listeners by name; without any, one named "tcp" on port 3333.
	 */
	private final Map<String, ListenerProperties> listeners = new LinkedHashMap<>();

	/**
	 * WebSocket endpoint on the web server of the application.
	 */
	private final Websocket websocket = new Websocket();

	/**
	 * What sessions may do, and how long.
	 */
	@NestedConfigurationProperty
	private final SessionProperties session = new SessionProperties();

	/**
	 * How many connections and messages are taken.
	 */
	@NestedConfigurationProperty
	private final LimitsProperties limits = new LimitsProperties();

	/**
	 * The difficulty of miners.
	 */
	@NestedConfigurationProperty
	private final DifficultyProperties difficulty = new DifficultyProperties();

	/**
	 * Who is banned.
	 */
	@NestedConfigurationProperty
	private final BanProperties ban = new BanProperties();

	/**
	 * Nodes that work comes from and blocks go to.
	 */
	@NestedConfigurationProperty
	private final NodeProperties node = new NodeProperties();

	/**
	 * How work is made and shares are taken.
	 */
	@NestedConfigurationProperty
	private final MiningProperties mining = new MiningProperties();

	/**
	 * Stratum V2.
	 */
	@NestedConfigurationProperty
	private final Sv2Properties sv2 = new Sv2Properties();

	/**
	 * Agents, which stand for many miners on one connection.
	 */
	@NestedConfigurationProperty
	private final BtcagentProperties btcagent = new BtcagentProperties();

	/**
	 * The methods of controllers.
	 */
	private final Handler handler = new Handler();

	/**
	 * How the server stops.
	 */
	private final Shutdown shutdown = new Shutdown();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getNodeId() {
		return this.nodeId;
	}

	public void setNodeId(int nodeId) {
		this.nodeId = nodeId;
	}

	public Map<String, ListenerProperties> getListeners() {
		return this.listeners;
	}

	public Websocket getWebsocket() {
		return this.websocket;
	}

	public SessionProperties getSession() {
		return this.session;
	}

	public LimitsProperties getLimits() {
		return this.limits;
	}

	public DifficultyProperties getDifficulty() {
		return this.difficulty;
	}

	public BanProperties getBan() {
		return this.ban;
	}

	public NodeProperties getNode() {
		return this.node;
	}

	public MiningProperties getMining() {
		return this.mining;
	}

	public Sv2Properties getSv2() {
		return this.sv2;
	}

	public BtcagentProperties getBtcagent() {
		return this.btcagent;
	}

	public Handler getHandler() {
		return this.handler;
	}

	public Shutdown getShutdown() {
		return this.shutdown;
	}

	/**
	 * The WebSocket endpoint on the web server of the application.
	 */
	public static class Websocket {

		/**
		 * Path of the endpoint; without one there is no endpoint.
		 */
		private @Nullable String mappingPath;

		/**
		 * Origins of other web pages that may connect, besides those of the application
		 * itself; "*" for any.
		 */
		private List<String> allowedOrigins = new ArrayList<>();

		/**
		 * Dialects that are served, told apart by the first bytes of a peer; by default
		 * all that the application can handle.
		 */
		private @Nullable Set<Dialect> protocols;

		public @Nullable String getMappingPath() {
			return this.mappingPath;
		}

		public void setMappingPath(@Nullable String mappingPath) {
			this.mappingPath = mappingPath;
		}

		public List<String> getAllowedOrigins() {
			return this.allowedOrigins;
		}

		public void setAllowedOrigins(List<String> allowedOrigins) {
			this.allowedOrigins = allowedOrigins;
		}

		public @Nullable Set<Dialect> getProtocols() {
			return this.protocols;
		}

		public void setProtocols(@Nullable Set<Dialect> protocols) {
			this.protocols = protocols;
		}

	}

	/**
	 * The methods of controllers.
	 */
	public static class Handler {

		/**
		 * How long a handler method may take to answer; then the peer gets an error, and
		 * the method is interrupted or its result cancelled.
		 */
		private Duration timeout = Duration.ofSeconds(30);

		public Duration getTimeout() {
			return this.timeout;
		}

		public void setTimeout(Duration timeout) {
			this.timeout = timeout;
		}

	}

	/**
	 * How the server stops.
	 */
	public static class Shutdown {

		/**
		 * How long sessions may take to end; 0 to close them at once.
		 */
		private Duration gracePeriod = Duration.ofSeconds(5);

		/**
		 * Host that miners are asked to reconnect to; without one, the same.
		 */
		private @Nullable String reconnectHost;

		/**
		 * Port that miners are asked to reconnect to; 0 for the same.
		 */
		private int reconnectPort = 0;

		/**
		 * How long miners are asked to wait before they reconnect.
		 */
		private Duration reconnectWait = Duration.ofSeconds(5);

		/**
		 * Text that is sent to the operators of miners; without one, none.
		 */
		private @Nullable String message;

		public Duration getGracePeriod() {
			return this.gracePeriod;
		}

		public void setGracePeriod(Duration gracePeriod) {
			this.gracePeriod = gracePeriod;
		}

		public @Nullable String getReconnectHost() {
			return this.reconnectHost;
		}

		public void setReconnectHost(@Nullable String reconnectHost) {
			this.reconnectHost = reconnectHost;
		}

		public int getReconnectPort() {
			return this.reconnectPort;
		}

		public void setReconnectPort(int reconnectPort) {
			this.reconnectPort = reconnectPort;
		}

		public Duration getReconnectWait() {
			return this.reconnectWait;
		}

		public void setReconnectWait(Duration reconnectWait) {
			this.reconnectWait = reconnectWait;
		}

		public @Nullable String getMessage() {
			return this.message;
		}

		public void setMessage(@Nullable String message) {
			this.message = message;
		}

	}

}
