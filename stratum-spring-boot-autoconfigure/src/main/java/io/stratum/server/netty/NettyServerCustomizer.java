package io.stratum.server.netty;

import reactor.netty.tcp.TcpServer;

/**
 * Customizes the server of a listener before it is bound: channel options, handlers that
 * come before those of Stratum, wire logging.
 * <p>
 * Connections are served in the channel pipeline and never become reactive ones: what is
 * registered with {@link TcpServer#handle} or {@link TcpServer#doOnConnection} is not
 * called.
 */
@FunctionalInterface
public interface NettyServerCustomizer {

	/**
	 * Customizes the server of a listener.
	 * @param listener the name of the listener
	 * @param server the server so far
	 * @return the customized server
	 */
	TcpServer customize(String listener, TcpServer server);

}
