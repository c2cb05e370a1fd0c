namespace Descent;

/// <summary>What one chunk of a tensor leaves for its statistics.</summary>
/// <param name="Weights">The term of its weights in their norm.</param>
/// <param name="Gradients">That of its gradients.</param>
/// <param name="Updates">That of what the step added.</param>
/// <param name="Largest">The largest magnitude of a gradient.</param>
/// <param name="Bad">How many gradients are not finite.</param>
/// <param name="Lost">How many updates the storage of the weights rounds back.</param>
internal readonly record struct ChunkStatistic(NormTerm Weights, NormTerm Gradients, NormTerm Updates, double Largest, long Bad, long Lost);
