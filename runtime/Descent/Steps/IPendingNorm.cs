namespace Descent;

/// <summary>Norms that a device computes, and that come here when somebody asks for them.</summary>
internal interface IPendingNorm
{
    /// <summary>How many norms are kept.</summary>
    const int Kept = 64;

    /// <summary>Waits for a norm, and reads it.</summary>
    /// <param name="number">Its number.</param>
    /// <exception cref="InvalidOperationException">As many steps were queued since as norms are kept.</exception>
    double Read(long number);
}
