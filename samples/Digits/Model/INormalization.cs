using Descent;

namespace Digits.Model;

/// <summary>Brings the values that a layer hands to its units to mean 0 and variance 1, then scales and shifts them by weights of its own.</summary>
internal interface INormalization
{
    /// <summary>Hands scales and shifts to an optimizer.</summary>
    void AddTo(Optimizer optimizer, string name);

    /// <summary>Normalizes values in place, one image a row.</summary>
    void Forward(Matrix values, bool isTraining);

    /// <summary>Replaces the gradients of the output by those of the input, and computes those of scales and shifts.</summary>
    void Backward(Matrix gradients);

    /// <summary>Forgets what was measured on earlier mini-batches for tests, if anything was.</summary>
    void RestartStatistics();

    /// <summary>Names what is no weight and stays from one mini-batch to the next, if anything does.</summary>
    void Describe(CheckpointContents contents, string name);
}
