using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>What a cache holds from step to step, or what is asked for otherwise: a loop reads it as it comes. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "It is a type argument.")]
public readonly struct NearMemory;
