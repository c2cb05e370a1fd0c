namespace Descent.Distributed;

/// <summary>What gradients are bound to.</summary>
internal interface IBindsGradients
{
    /// <summary>Whether gradients of a type are for it.</summary>
    bool Accepts(Type type);

    /// <summary>Binds gradients, one for each weight, or for each weight of some rows.</summary>
    void Bind<T>(ReadOnlyMemory<T> gradients, ReadOnlyMemory<int>? rows)
        where T : unmanaged;

    /// <summary>Lets go of them.</summary>
    void Unbind();
}
