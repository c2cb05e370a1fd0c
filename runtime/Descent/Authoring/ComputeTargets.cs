namespace Descent;

/// <summary>Where a rule runs besides the processor, on which every rule runs.</summary>
[Flags]
public enum ComputeTargets
{
    /// <summary>On the processor alone.</summary>
    None = 0,

    /// <summary>
    /// On NVIDIA's GPUs: the generated file holds the loops as PTX too, which the driver compiles when the package <c>Descent.Cuda</c> first steps with it.
    /// A rule that cannot keep its bits there is refused by the diagnostic DSC0016.
    /// </summary>
    Cuda = 1,
}
