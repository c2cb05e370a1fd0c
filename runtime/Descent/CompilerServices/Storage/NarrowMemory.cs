using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>States as <see cref="BFloat16"/>, beside native weights and gradients: a loop reads and writes them where they lie. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "It is a type argument.")]
public readonly struct NarrowStates;

/// <summary>Weights and gradients as <see cref="BFloat16"/>, beside native states. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "It is a type argument.")]
public readonly struct NarrowWeights;

/// <summary>Weights, gradients and states as <see cref="BFloat16"/>. Not meant to be used by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "It is a type argument.")]
public readonly struct NarrowMemory;

/// <summary>What loops read and write where it lies, though it is not native.</summary>
internal enum FusedStorage
{
    None,
    States,
    Weights,
    All,
}
