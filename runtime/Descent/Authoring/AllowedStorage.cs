namespace Descent;

/// <summary>How narrow the author of a rule lets a state be kept (<see cref="StateAttribute.Storage"/>).</summary>
public enum AllowedStorage
{
    /// <summary>In any storage that the user of the rule chooses.</summary>
    Any,

    /// <summary>In 16 bits, but not in blocks of 8: for values whose small differences count, such as weights.</summary>
    SixteenBits,

    /// <summary>As it is computed alone: for counters, and sums that grow.</summary>
    NativeOnly,
}
