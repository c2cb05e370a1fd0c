namespace Descent.Generator.Targets.Ptx;

/// <summary>What a register holds, or an instruction works on, as it is written behind the instruction's name.</summary>
internal static class PtxRegister
{
    /// <summary>A number in the type of the weights: <c>.f32</c> or <c>.f64</c> once that is known.</summary>
    public const string Real = ".T";

    /// <summary>The bits of one: <c>.b32</c> or <c>.b64</c>.</summary>
    public const string Bits = ".B";

    /// <summary>A condition.</summary>
    public const string Predicate = ".pred";

    /// <summary>A count of weights, or a place in a tensor.</summary>
    public const string Count = ".u32";

    /// <summary>An address.</summary>
    public const string Address = ".u64";

    /// <summary>How many bytes a number has.</summary>
    public const string Width = "WIDTH";
}
