using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>
/// Which values of each weight a sweep reads and writes: those it does not read need not be decoded, and those that it does not write need not be encoded. Not
/// meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares them.")]
public readonly struct SweepTouches
{
    private readonly ulong _notRead;
    private readonly ulong _notWritten;

    /// <summary>What a sweep does not touch.</summary>
    /// <param name="notRead">A bit for each state that it does not read, by its number among the states and inputs in memory; beyond 62 all count as read.</param>
    /// <param name="notWritten">The same of those that it does not write; the highest bit is for the weights.</param>
    [CLSCompliant(false)]
    public SweepTouches(ulong notRead, ulong notWritten) => (_notRead, _notWritten) = (notRead, notWritten);

    /// <summary>Whether the weights may be written.</summary>
    public bool WritesWeights => (_notWritten >> 63) == 0;

    /// <summary>Whether a state may be read.</summary>
    /// <param name="index">Its number among the states in memory.</param>
    /// <returns>Whether it may.</returns>
    public bool Reads(int index) => index > 62 || ((_notRead >> index) & 1) == 0;

    /// <summary>Whether a state may be written.</summary>
    /// <param name="index">Its number among the states in memory.</param>
    /// <returns>Whether it may.</returns>
    public bool Writes(int index) => index > 62 || ((_notWritten >> index) & 1) == 0;
}
