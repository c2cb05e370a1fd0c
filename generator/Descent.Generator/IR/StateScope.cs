namespace Descent.Generator.IR;

/// <summary>What one value of a state belongs to; the values of the runtime's <c>Scope</c>.</summary>
internal enum StateScope
{
    Element,
    Tensor,
    Step,
    Optimizer,
}
