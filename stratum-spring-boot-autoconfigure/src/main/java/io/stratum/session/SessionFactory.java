package io.stratum.session;

/**
 * Makes the session of a dialect for a connection.
 */
@FunctionalInterface
public interface SessionFactory {

	/**
	 * Makes a session and puts it into the {@link SessionRegistry}. Called on the loop of
	 * the connection.
	 * @param connection the connection
	 * @param settings the settings of its listener
	 * @return the session
	 */
	SessionProtocol create(Connection connection, SessionSettings settings);

}
