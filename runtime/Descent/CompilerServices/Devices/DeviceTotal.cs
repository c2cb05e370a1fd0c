using System.ComponentModel;

namespace Descent.CompilerServices;

/// <summary>A total that a loop on a device leaves. Not meant to be used by hand.</summary>
/// <param name="Number">Its number among those of the step.</param>
/// <param name="Kind">What it does with its terms.</param>
/// <param name="IsOfColumns">Whether there is one for each column.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct DeviceTotal(int Number, ReductionKind Kind, bool IsOfColumns = false);
