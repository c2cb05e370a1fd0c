namespace Descent.Distributed;

/// <summary>Messages that are under way.</summary>
public interface IExchange
{
    /// <summary>How long it takes at least until all is done, as far as that is known: nothing, unless an implementation says more. Whoever waits sleeps as long.</summary>
    TimeSpan LeastWait => TimeSpan.Zero;

    /// <summary>Carries the messages on, and tells whether all have been sent and received. Nobody asks again once they have.</summary>
    /// <returns>Whether all is done.</returns>
    /// <exception cref="CommunicationException">A message was lost, or another rank has gone.</exception>
    bool Advance();

    /// <summary>Gives up what has not come, where somebody waited too long: its memory is let go of once nothing is written there any more.</summary>
    void Abandon();
}
