namespace Descent.Generator.IR;

/// <summary>How a helper takes a parameter.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsByReference">Whether it is the caller's variable itself: by <c>ref</c>, <c>out</c> or <c>in</c>.</param>
/// <param name="IsWritten">Whether the helper may write it.</param>
internal readonly record struct Passing(ScalarType Type, bool IsByReference, bool IsWritten);
