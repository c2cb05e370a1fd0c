using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>
/// What no cache holds until the next step: a loop that reads it asks for it ahead of time, which costs an instruction a vector. The processor looks ahead
/// as well, but not so far that a core draws from the memory what it could. Not meant to be used by hand.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "It is a type argument.")]
public readonly struct FarMemory
{
    /// <summary>The datum of <see cref="AppContext"/> that says how many, as an <see cref="int"/>, if it is set before the first optimizer is made.</summary>
    internal const string Setting = "Descent.FarLength";

    /// <summary>How many weights of a step, at least, no cache holds until the next one.</summary>
    internal static readonly int SmallestLength = AppContext.GetData(Setting) as int? ?? 1 << 20;
}
