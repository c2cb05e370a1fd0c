namespace Descent;

/// <summary>Where a rule that divides by a root adds the ε that keeps the divisor from 0.</summary>
public enum EpsilonPlacement
{
    /// <summary>To the root, √s + ε, as PyTorch does.</summary>
    OutsideRoot,

    /// <summary>To what the root is taken of, √(s + ε), as Keras, optax and TensorFlow do; there it is a square, and 1e-8 is 1e-4 outside.</summary>
    InsideRoot,
}
