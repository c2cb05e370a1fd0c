namespace Descent.Distributed;

/// <summary>Ranks could not exchange what a step needs: one has gone, or waited too long for another, or MPI reports an error.</summary>
public sealed class CommunicationException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public CommunicationException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public CommunicationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public CommunicationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
